import type { AnalysisRecord } from "@aux/core";
import { assertRecord } from "./assert-record.ts";
import { findAnalysis, gone } from "./find-analysis.ts";
import { untilAnswered } from "./until-answered.ts";

export interface StopOptions {
  /** At once, as a second Ctrl-C: every deadline of the run becomes zero. Default false: in order. */
  readonly isNow?: boolean | undefined;
  /** How long to wait for the run's end, in milliseconds; it goes on ending after that. Default 600,000. */
  readonly timeoutMs?: number | undefined;
  /** Ends the wait, not the run's end. */
  readonly signal?: AbortSignal | undefined;
}

const END_MS = 600_000;

/**
 * Ends the analysis in a folder, whichever process keeps it, and resolves with its finished record. May be called
 * again, and by several at once: each gets the same record; that of an analysis that is over already, at once.
 *
 * @throws AUX_ANALYSIS_MISSING, AUX_ANALYSIS_GONE (the process that kept it is no more), AUX_FOLDER_FOREIGN,
 * AUX_CONTROL_UNREACHABLE, AUX_CONTROL_TIMEOUT, AUX_CONTROL_REFUSED, AUX_CONTROL_INVALID
 */
export async function stopAnalysis(
  analysisPath: string,
  { isNow = false, timeoutMs = END_MS, signal }: StopOptions = {},
): Promise<AnalysisRecord> {
  const wait = { what: `the end of the run in ${analysisPath}`, timeoutMs, signal };
  const request = { do: "stop" as const, now: isNow };
  const found = await untilAnswered(wait, (end) => findAnalysis(analysisPath, request, end));
  if (found.state === "gone") throw gone(analysisPath);
  return found.state === "over" ? found.record : assertRecord(found.answer["record"]);
}
