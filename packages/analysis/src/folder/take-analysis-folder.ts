import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { AuxiliaryError, CORE_PROBLEMS, problemFactory, reasonOf } from "@aux/core";
import { isTaskId, TASK_ID_ALLOWED } from "../task/task-id.ts";
import { missingFolders } from "./missing-folders.ts";
import { removeEmpty } from "./remove-empty.ts";

const coreProblem = problemFactory(CORE_PROBLEMS);

/** The folder of one analysis, taken for it. */
export interface AnalysisFolder {
  /** The task's id. */
  readonly id: string;
  /** Absolute. */
  readonly analysisPath: string;
  /** Gives back what was made, where it is still empty: for a run that was refused. */
  release(): Promise<void>;
}

export interface AnalysisFolderRequest {
  /** The project's folder: results are below `storage/analysis` in it. */
  readonly rootPath: string;
  /** The task's id. Default: the next free number. */
  readonly id?: string | undefined;
  /** A folder of one's own choice, anywhere. */
  readonly analysisPath?: string | undefined;
}

/** Where analyses go, inside the project's folder. */
export const STORAGE_PATH = join("storage", "analysis");

/**
 * Chooses the folder of an analysis: the path given, or `storage/analysis/<id>`, or the next free number there, taken
 * atomically so that two runs at the same time never share one. Folders made here have mode 0700.
 *
 * @throws AUX_FOLDER_OUTSIDE, AUX_FOLDER_NOT_WRITABLE
 */
export async function takeAnalysisFolder(request: AnalysisFolderRequest): Promise<AnalysisFolder> {
  const { id } = request;
  if (id !== undefined) assertTaskId(id);
  if (request.analysisPath !== undefined) return chosenFolder(resolve(request.analysisPath), id);
  const storagePath = resolve(request.rootPath, STORAGE_PATH);
  if (id !== undefined) return chosenFolder(join(storagePath, id), id);
  return takeNextNumber(storagePath);
}

/** @throws AUX_FOLDER_OUTSIDE when the id would name no folder inside the storage folder */
function assertTaskId(id: string): void {
  if (isTaskId(id)) return;
  throw new AuxiliaryError(
    coreProblem("AUX_FOLDER_OUTSIDE", `the task's id ${JSON.stringify(id)} cannot name an analysis folder`, {
      at: { key: "id", value: id, allowed: TASK_ID_ALLOWED },
    }),
  );
}

/** The runner makes a chosen folder; to be released are it and the folders above it that are not there yet. */
function chosenFolder(analysisPath: string, id: string | undefined): AnalysisFolder {
  const name = basename(analysisPath);
  const made = missingFolders(analysisPath);
  return { id: id ?? (isTaskId(name) ? name : "analysis"), analysisPath, release: () => removeEmpty(made) };
}

async function takeNextNumber(storagePath: string): Promise<AnalysisFolder> {
  const made = missingFolders(storagePath);
  try {
    for (const folder of made.toReversed()) await makeFolder(folder);
    const id = await makeNextNumber(storagePath);
    const analysisPath = join(storagePath, id);
    return { id, analysisPath, release: () => removeEmpty([analysisPath, ...made]) };
  } catch (error) {
    const message = `${storagePath} cannot take an analysis: ${reasonOf(error)}`;
    throw new AuxiliaryError(coreProblem("AUX_FOLDER_NOT_WRITABLE", message), { cause: error });
  }
}

/** Another run may make the same folder at the same time. One by one: `recursive` never ends below /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (!existsSync(path)) throw error;
  }
}

/** mkdir is what makes it atomic: only one of several runs can make the same folder. */
async function makeNextNumber(storagePath: string): Promise<string> {
  let next = 1 + (await largestNumber(storagePath));
  for (;;) {
    try {
      await mkdir(join(storagePath, String(next)), { mode: 0o700 });
      return String(next);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
      next += 1;
    }
  }
}

async function largestNumber(storagePath: string): Promise<number> {
  const names = await readdir(storagePath);
  return names
    .filter((name) => /^\d{1,15}$/.test(name))
    .reduce((most, name) => Math.max(most, Number(name)), 0);
}
