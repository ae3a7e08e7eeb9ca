import { AuxiliaryError, type Outcome, withDeadline } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import type { MachineExit } from "./machinery.ts";
import type { Power } from "./power.ts";
import type { AnalysisCommand, MachineRun } from "./run-machine.ts";

/** How the analysis ended, and how its command did where that was the end. */
export interface AnalysisEnd {
  readonly outcome: Outcome;
  readonly exit?: MachineExit | undefined;
}

/** The command's own polite time and the kernel's after it are shorter. */
const COMMAND_END_MS = 10_000;

/**
 * Runs the analysis' command, if there is one, and waits for the end: the machine is off, the command has ended, the
 * time is over, somebody says that it is the end, or the run is interrupted, whichever comes first. The command has ended when this resolves.
 *
 * @throws AUX_TOOL_MISSING, AUX_MACHINERY_TIMEOUT (the command does not even end when it is killed)
 */
export async function untilOver(run: MachineRun, power: Power): Promise<AnalysisEnd> {
  const over = new AbortController();
  const vigil = setInterval(() => {}, VIGIL_MS);
  try {
    return await Promise.race([
      power.off.then((): AnalysisEnd => ({ outcome: "completed" })),
      untilTimeout(run.timeoutMs, over.signal),
      untilAborted([run.endSignal], { outcome: "completed" }, over.signal),
      untilAborted([run.signal, run.killSignal], { outcome: "interrupted" }, over.signal),
      ...(run.command === undefined ? [] : [untilEnded(run, run.command, over.signal)]),
    ]);
  } finally {
    clearInterval(vigil);
    over.abort();
    if (run.command !== undefined) await endCommand(run.command, run.killSignal ?? NEVER);
  }
}

/** True once the run was interrupted, in order or at once. */
export function isInterrupted({ signal, killSignal }: MachineRun): boolean {
  return signal?.aborted === true || killSignal?.aborted === true;
}

/** Any time: Node ends a process that waits for nothing but signals, and a machine somewhere else is not of this one. */
const VIGIL_MS = 60_000;

const NEVER = new AbortController().signal;

async function untilEnded(
  { journal }: MachineRun,
  command: AnalysisCommand,
  over: AbortSignal,
): Promise<AnalysisEnd> {
  await command.start(over, journal);
  return { outcome: "completed", exit: await command.ended };
}

function endCommand(command: AnalysisCommand, signal: AbortSignal): Promise<void> {
  const message = `the analysis' command had not ended ${COMMAND_END_MS} ms after it was told to`;
  const error = () => new AuxiliaryError(analysisProblem("AUX_MACHINERY_TIMEOUT", message));
  return withDeadline(command.stop(signal), { ms: COMMAND_END_MS, error });
}

function untilTimeout(timeoutMs: number | undefined, over: AbortSignal): Promise<AnalysisEnd> {
  return new Promise((resolve) => {
    if (timeoutMs === undefined) return;
    const timer = setTimeout(() => resolve({ outcome: "timeout" }), timeoutMs);
    over.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}

function untilAborted(
  signals: readonly (AbortSignal | undefined)[],
  end: AnalysisEnd,
  over: AbortSignal,
): Promise<AnalysisEnd> {
  return new Promise((resolve) => {
    const onAbort = () => resolve(end);
    if (signals.some((signal) => signal?.aborted === true)) onAbort();
    for (const signal of signals) signal?.addEventListener("abort", onAbort, { once: true, signal: over });
  });
}
