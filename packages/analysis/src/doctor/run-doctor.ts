import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { AuxiliaryError, CORE_PROBLEMS, problemFactory, withDeadline } from "@aux/core";
import { removeEmpty } from "../folder/remove-empty.ts";
import { STORAGE_PATH } from "../folder/take-analysis-folder.ts";
import { findAuxiliaries } from "./auxiliary-findings.ts";
import { checkConfiguration } from "./configuration-finding.ts";
import type { Finding } from "./finding.ts";
import { findLeftOverRuns } from "./left-over-runs.ts";
import { checkMachines } from "./machine-findings.ts";
import { findNode } from "./node-finding.ts";
import { findSpace } from "./space-finding.ts";
import { removeStaleTrials } from "./stale-trials.ts";
import { type StorageTrial, tryStorage } from "./storage-finding.ts";

const coreProblem = problemFactory(CORE_PROBLEMS);
const STORAGE_MS = 15_000;

/** Which project to examine, and for which machine. */
export interface DoctorRequest {
  /** The folder of the project's package.json. */
  readonly rootPath: string;
  /** Default: `conf/auxiliaries.conf` in the project. */
  readonly confPath?: string | undefined;
  /** Examines for this machine. Default: looks at every machine, and tries modules out for the local one. */
  readonly machine?: string | undefined;
  /** Ends the examination at once; what was made for it is removed all the same. */
  readonly signal?: AbortSignal | undefined;
}

/** What a doctor has found: of the host first, then machines, then each module. */
export interface DoctorReport {
  /** False when an analysis could not run whole. */
  readonly isWhole: boolean;
  readonly findings: readonly Finding[];
  readonly tookMs: number;
}

/**
 * Examines host, configuration, machines and enabled modules before an analysis needs them: nothing is started but
 * trials, in a folder inside the storage folder that is removed again. All is looked at that can be, at the same time
 * where it can be, whatever is found.
 *
 * @throws AUX_FOLDER_NOT_WRITABLE when the disk of the storage folder does not answer at all
 */
export async function runDoctor(request: DoctorRequest): Promise<DoctorReport> {
  const began = performance.now();
  const { rootPath, confPath = join(rootPath, "conf", "auxiliaries.conf") } = request;
  const storagePath = resolve(rootPath, STORAGE_PATH);
  await removeStaleTrials(storagePath);
  const [space, storage] = await withDeadline(
    Promise.all([findSpace(storagePath), tryStorage(storagePath)]),
    { ms: STORAGE_MS, error: () => silentStorage(storagePath) },
  );
  let findings: readonly Finding[];
  try {
    const host = [findNode(), ...storage.findings, space, findLeftOverRuns(rootPath)];
    findings = [...host, ...(await examine({ ...request, confPath }, storagePath, storage))];
  } finally {
    await removeTrial(storage);
  }
  const isWhole = findings.every(({ level }) => level !== "problem");
  return { isWhole, findings, tookMs: performance.now() - began };
}

/** A network disk that has gone away never answers. */
function silentStorage(storagePath: string): AuxiliaryError {
  const message = `${storagePath} cannot be written to: the disk did not answer within ${STORAGE_MS / 1000} s`;
  return new AuxiliaryError(coreProblem("AUX_FOLDER_NOT_WRITABLE", message));
}

async function examine(
  { rootPath, confPath, machine: name, signal }: DoctorRequest & { readonly confPath: string },
  storagePath: string,
  { trialPath }: StorageTrial,
): Promise<readonly Finding[]> {
  const machinesConfPath = join(rootPath, "conf", "machines.conf");
  const analysisPath = trialPath ?? storagePath;
  const [{ auxiliaries, findings }, machines] = await Promise.all([
    checkConfiguration({ rootPath, confPath }),
    checkMachines({ rootPath, confPath: machinesConfPath, name, analysisPath }),
  ]);
  const task = { id: "doctor" };
  const { machine } = machines;
  const modules = await findAuxiliaries({ auxiliaries, trialPath, task, machine, signal });
  return [...findings, ...machines.findings, ...modules];
}

/** Folders that somebody uses by now stay. */
async function removeTrial({ trialPath, made }: StorageTrial): Promise<void> {
  if (trialPath !== undefined) await rm(trialPath, { recursive: true, force: true });
  await removeEmpty(made);
}
