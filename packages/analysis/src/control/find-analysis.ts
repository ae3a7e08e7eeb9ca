import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type AnalysisRecord, AuxiliaryError, type Problem } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { type Answer, askRun, type Silence } from "./ask-run.ts";
import { loadRecord } from "./load-record.ts";
import type { ControlRequest } from "./protocol.ts";

/** How long a run may have no socket, for it is just beginning or just ending. */
const ABSENCE_MS = 2_000;
const LOOK_MS = 50;

/** What is found in an analysis folder: a run that answered, or what an earlier one has left. */
export type FoundAnalysis =
  | { readonly state: "answered"; readonly answer: Answer }
  | { readonly state: "over"; readonly record: AnalysisRecord }
  /** Its record is not finished, and the process that kept it is no more. */
  | { readonly state: "gone"; readonly record: AnalysisRecord };

/**
 * Asks the run of an analysis folder, or finds out what became of it. A run that just begins or ends is waited for.
 *
 * @throws AUX_ANALYSIS_MISSING, AUX_ANALYSIS_UNREADABLE, AUX_CONTROL_UNREACHABLE, what `askRun` throws
 */
export async function findAnalysis(
  given: string,
  request: ControlRequest,
  signal: AbortSignal,
): Promise<FoundAnalysis> {
  const analysisPath = resolve(given);
  for (let waitedMs = 0; ; waitedMs += LOOK_MS) {
    const reply = await askRun(analysisPath, request, signal);
    if ("answer" in reply) return { state: "answered", answer: reply.answer };
    const record = await loadRecord(analysisPath);
    if (record === undefined && reply.silence !== "broken") throw missing(analysisPath);
    if (record !== undefined && record.outcome !== "running") return { state: "over", record };
    if (record !== undefined && reply.silence === "refused") return { state: "gone", record };
    if (waitedMs >= ABSENCE_MS) throw unreachable(analysisPath, reply.silence);
    await delay(LOOK_MS, undefined, { signal });
  }
}

/** The problem of a run that nobody keeps any more. */
export function buildGoneProblem(analysisPath: string): Problem {
  const message = `the process that kept the analysis in ${analysisPath} is gone; its record was never finished`;
  const remedy = `\`auxiliary recover ${analysisPath}\` ends what is left of it and finishes its record.`;
  return analysisProblem("AUX_ANALYSIS_GONE", message, { remedy });
}

export function gone(analysisPath: string): AuxiliaryError {
  return new AuxiliaryError(buildGoneProblem(resolve(analysisPath)));
}

function missing(analysisPath: string): AuxiliaryError {
  return new AuxiliaryError(
    analysisProblem("AUX_ANALYSIS_MISSING", `there is no analysis in ${analysisPath}`),
  );
}

function unreachable(analysisPath: string, silence: Silence): AuxiliaryError {
  const why = silence === "absent" ? "it has no control socket" : "its control socket does not answer";
  return new AuxiliaryError(
    analysisProblem("AUX_CONTROL_UNREACHABLE", `the run in ${analysisPath} cannot be asked: ${why}`),
  );
}
