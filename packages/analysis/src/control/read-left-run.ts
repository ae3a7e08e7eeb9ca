import { statSync } from "node:fs";
import {
  type AnalysisRecord,
  findRunnerLife,
  type ProcessIdentity,
  type RunBegan,
  readJournal,
  readRecord,
} from "@aux/core";

/** A run that does not answer, as its folder tells of it. */
export interface LeftRun {
  readonly record: AnalysisRecord;
  /** The process that keeps it, or kept it; undefined for a run without a journal. */
  readonly runner?: ProcessIdentity;
  /** Whether that process is there: `elsewhere` in another container, where this one cannot see it. */
  readonly life: "alive" | "gone" | "elsewhere" | "unknown";
}

/**
 * What record and journal in an analysis folder tell; undefined where there is neither.
 *
 * @throws AUX_FOLDER_FOREIGN, AUX_RECORD_VERSION, AUX_JOURNAL_VERSION, AUX_JOURNAL_UNREADABLE
 */
export function readLeftRun(analysisPath: string): LeftRun | undefined {
  if (!isFolder(analysisPath)) return undefined;
  const record = readRecord(analysisPath);
  if (record !== undefined && record.outcome !== "running") return { record, life: "gone" };
  const began = readJournal(analysisPath)?.began;
  if (began !== undefined)
    return { record: record ?? buildEmptyRecord(began), runner: began.runner, life: findRunnerLife(began) };
  return record === undefined ? undefined : { record, life: "unknown" };
}

/** Of a run that was killed before its record was written for the first time. */
function buildEmptyRecord({ record }: RunBegan): AnalysisRecord {
  return { ...record, outcome: "running", phases: [], auxiliaries: [], problems: [] };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
