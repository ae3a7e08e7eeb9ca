import type { AnalysisRecord } from "@aux/core";
import { assertRecord } from "./assert-record.ts";
import { findAnalysis } from "./find-analysis.ts";
import { listFiles, type PresentFile } from "./list-files.ts";
import { untilAnswered } from "./until-answered.ts";

/** How an analysis stands. */
export interface AnalysisStatus {
  /**
   * `running` · `over`, as its record says · `gone`: the process that kept it is no more, and its record was never
   * finished.
   */
  readonly state: "running" | "over" | "gone";
  /** The process that keeps it; only while it runs. */
  readonly pid?: number;
  /** As it is at this moment. */
  readonly record: AnalysisRecord;
  /** What the modules have written so far. */
  readonly files: readonly PresentFile[];
}

export interface StatusOptions {
  /** How long the run may take to answer, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const ANSWER_MS = 5_000;

/**
 * How the analysis in a folder stands, whichever process keeps it.
 *
 * @throws AUX_ANALYSIS_MISSING, AUX_CONTROL_UNREACHABLE, AUX_CONTROL_TIMEOUT, AUX_CONTROL_INVALID; AUX_FOLDER_FOREIGN and
 * versions of record and journal that are not known
 */
export async function analysisStatus(
  analysisPath: string,
  { timeoutMs = ANSWER_MS, signal }: StatusOptions = {},
): Promise<AnalysisStatus> {
  const wait = { what: `the status of the run in ${analysisPath}`, timeoutMs, signal };
  const found = await untilAnswered(wait, (end) => findAnalysis(analysisPath, { do: "status" }, end));
  const files = await listFiles(analysisPath);
  if (found.state !== "answered") return { ...found, files };
  const { pid } = found.answer;
  const record = assertRecord(found.answer["record"]);
  const state = record.outcome === "running" ? ("running" as const) : ("over" as const);
  return { state, ...(state === "running" && typeof pid === "number" ? { pid } : {}), record, files };
}
