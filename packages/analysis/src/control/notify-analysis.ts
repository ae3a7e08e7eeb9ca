import { findAnalysis, gone } from "./find-analysis.ts";
import { type MachineHook, refusal } from "./protocol.ts";
import { untilAnswered } from "./until-answered.ts";

export interface NotifyOptions {
  /** How long the auxiliaries' hooks may take together, in milliseconds. Default 600,000. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const HOOKS_MS = 600_000;

/**
 * Tells the auxiliaries of a run whose machine is driven elsewhere that it has just been started, or is about to be
 * stopped. Resolves when each has heard it. Told again, nothing happens.
 *
 * @throws AUX_ANALYSIS_MISSING, AUX_ANALYSIS_GONE, AUX_FOLDER_FOREIGN, AUX_CONTROL_UNREACHABLE,
 * AUX_CONTROL_TIMEOUT, AUX_CONTROL_REFUSED (it is over, or drives its machine itself), AUX_CONTROL_INVALID
 */
export async function notifyAnalysis(
  analysisPath: string,
  hook: MachineHook,
  { timeoutMs = HOOKS_MS, signal }: NotifyOptions = {},
): Promise<void> {
  const wait = { what: `the answer to ${hook} of the run in ${analysisPath}`, timeoutMs, signal };
  const found = await untilAnswered(wait, (end) => findAnalysis(analysisPath, { do: "notify", hook }, end));
  if (found.state === "gone") throw gone(analysisPath);
  if (found.state === "over") throw refusal(`the analysis is over: ${hook} comes too late`);
}
