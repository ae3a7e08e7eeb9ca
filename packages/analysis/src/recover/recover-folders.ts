import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import {
  AuxiliaryError,
  isJournalOpen,
  type Problem,
  type RecoveredAnalysis,
  recoverAnalysis,
} from "@aux/core";
import { STORAGE_PATH } from "../folder/take-analysis-folder.ts";
import { forgetOpenRun, listAbandonedRuns } from "./open-runs.ts";

/** What came of recovering one folder. */
export interface RecoveryReport {
  /** Absolute. */
  readonly folder: string;
  /** Missing where it was refused. */
  readonly recovered?: RecoveredAnalysis;
  /** Why it was refused, or what is left on this host. */
  readonly problems: readonly Problem[];
}

/** Recovers the given analyses, one after the other. A run that goes on is refused: AUX_RECOVER_ALIVE, with its process. */
export async function recoverFolders(folders: readonly string[]): Promise<readonly RecoveryReport[]> {
  const reports: RecoveryReport[] = [];
  for (const folder of folders) reports.push(await recoverFolder(resolve(folder)));
  return reports;
}

/**
 * Recovers every run of the project's storage whose process is gone. Runs that go on are left alone and not reported.
 * Looks at the end of each journal, so it takes its time where thousands of analyses are kept.
 */
export async function recoverStorage(rootPath: string): Promise<readonly RecoveryReport[]> {
  const storagePath = resolve(rootPath, STORAGE_PATH);
  const names = existsSync(storagePath) ? readdirSync(storagePath) : [];
  const open = names.map((name) => resolve(storagePath, name)).filter(isJournalOpen);
  return recoverAbandoned(rootPath, [...new Set([...listAbandonedRuns(rootPath), ...open])]);
}

/**
 * Recovers the runs that were noted in the project's storage and whose process is gone: looks at those alone, however
 * many analyses are kept. For whoever is about to run another one.
 */
export function recoverOpenRuns(rootPath: string): Promise<readonly RecoveryReport[]> {
  return recoverAbandoned(rootPath, listAbandonedRuns(rootPath));
}

async function recoverAbandoned(
  rootPath: string,
  folders: readonly string[],
): Promise<readonly RecoveryReport[]> {
  const reports: RecoveryReport[] = [];
  for (const folder of folders) {
    const report = await recoverFolder(folder);
    if (isOver(report)) forgetOpenRun(rootPath, folder);
    if (report.recovered?.state === "recovered" || report.problems.some(isWorthSaying)) reports.push(report);
  }
  return reports;
}

/** Also one that was killed before it had begun: its folder is empty, or not there. */
function isOver({ recovered, problems }: RecoveryReport): boolean {
  return recovered !== undefined || problems.some(({ code }) => code === "AUX_RECOVER_NOTHING");
}

function isWorthSaying({ code }: Problem): boolean {
  return code !== "AUX_RECOVER_NOTHING" && code !== "AUX_RECOVER_ALIVE";
}

async function recoverFolder(folder: string): Promise<RecoveryReport> {
  try {
    const recovered = await recoverAnalysis(folder);
    return { folder, recovered, problems: recovered.problems };
  } catch (error) {
    if (AuxiliaryError.is(error)) return { folder, problems: error.problems };
    throw error;
  }
}
