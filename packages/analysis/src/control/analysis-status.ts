import { type AnalysisRecord, AuxiliaryError, reasonOf } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import type { Answer } from "./ask-run.ts";
import { findAnalysis } from "./find-analysis.ts";
import { listFiles, type PresentFile } from "./list-files.ts";
import { assertRecord } from "./load-record.ts";
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
 * @throws AUX_ANALYSIS_MISSING, AUX_ANALYSIS_UNREADABLE, AUX_CONTROL_UNREACHABLE, AUX_CONTROL_TIMEOUT,
 * AUX_CONTROL_INVALID
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
  const record = recordOf(found.answer);
  const state = record.outcome === "running" ? ("running" as const) : ("over" as const);
  return { state, ...(state === "running" && typeof pid === "number" ? { pid } : {}), record, files };
}

/** @throws AUX_CONTROL_INVALID */
export function recordOf({ record }: Answer): AnalysisRecord {
  try {
    return assertRecord(record);
  } catch (error) {
    const message = `the run answered with no record: ${reasonOf(error)}`;
    throw new AuxiliaryError(analysisProblem("AUX_CONTROL_INVALID", message), { cause: error });
  }
}
