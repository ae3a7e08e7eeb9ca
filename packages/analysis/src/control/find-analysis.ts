import { resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type AnalysisRecord, AuxiliaryError, type Problem } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { type Answer, askRun, type Silence } from "./ask-run.ts";
import type { ControlRequest } from "./protocol.ts";
import { type LeftRun, readLeftRun } from "./read-left-run.ts";

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
 * @throws AUX_ANALYSIS_MISSING, AUX_CONTROL_UNREACHABLE, what `askRun` and `readLeftRun` throw
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
    const left = readLeftRun(analysisPath);
    if (left === undefined && reply.silence !== "broken") throw missing(analysisPath);
    if (left !== undefined && left.record.outcome !== "running")
      return { state: "over", record: left.record };
    if (left !== undefined && isGone(left, reply.silence)) return { state: "gone", record: left.record };
    if (waitedMs >= ABSENCE_MS) throw unreachable(analysisPath, reply.silence, left);
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

function unreachable(analysisPath: string, silence: Silence, left: LeftRun | undefined): AuxiliaryError {
  const why = silence === "absent" ? "it has no control socket" : "its control socket does not answer";
  const runner = left?.runner;
  const where = runner === undefined ? "" : `; process ${runner.pid} keeps it`;
  const details = left?.life === "alive" ? { remedy: `\`kill ${runner?.pid}\` ends it in order.` } : {};
  return new AuxiliaryError(
    analysisProblem(
      "AUX_CONTROL_UNREACHABLE",
      `the run in ${analysisPath} cannot be asked: ${why}${where}`,
      details,
    ),
  );
}

/** The kernel closes a socket with its process; where there is none, the journal knows the process. */
function isGone({ life }: LeftRun, silence: Silence): boolean {
  return life === "gone" || (silence === "refused" && life !== "elsewhere");
}
