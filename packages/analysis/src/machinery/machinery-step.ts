import { AuxiliaryError, type Problem, reasonOf } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";

/** What a machinery is told to do. */
export type StepName = "prepare" | "revert" | "start" | "stop";

/** One call of a machinery, with its deadline. */
export interface MachineryStep {
  readonly name: StepName;
  readonly machine: string;
  readonly timeoutMs: number;
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** Aborts the step before its deadline. */
  readonly signals: readonly (AbortSignal | undefined)[];
}

/** How long a machinery may take to obey once its step is aborted. */
const OBEY_MS = 5_000;

/**
 * Runs one step of a machinery: aborted at its deadline, given up when it does not even obey that.
 *
 * @returns what to note although the step was done: it ended only after it was aborted at its deadline
 * @throws AUX_MACHINERY_FAILED, AUX_MACHINERY_TIMEOUT, or the machinery's own problems
 */
export async function runStep(step: MachineryStep): Promise<Problem | undefined> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(late(step)), step.timeoutMs);
  const given = step.signals.filter((signal) => signal !== undefined);
  const signal = AbortSignal.any([deadline.signal, ...given]);
  const obedience = untilDisobeyed(signal, step);
  try {
    await Promise.race([step.work(signal), obedience.disobeyed]);
  } catch (error) {
    throw deadline.signal.aborted ? late(step, error) : failure(step, error);
  } finally {
    clearTimeout(timer);
    obedience.forget();
  }
  return deadline.signal.aborted ? late(step).problems[0] : undefined;
}

/** Rejects some time after the step was aborted. */
function untilDisobeyed(signal: AbortSignal, step: MachineryStep) {
  let timer: NodeJS.Timeout | undefined;
  let onAbort = () => {};
  const disobeyed = new Promise<never>((_, reject) => {
    onAbort = () => {
      timer = setTimeout(() => reject(disobedience(step)), OBEY_MS);
    };
  });
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort, { once: true });
  const forget = () => {
    signal.removeEventListener("abort", onAbort);
    clearTimeout(timer);
  };
  return { disobeyed, forget };
}

function late(step: MachineryStep, cause?: unknown): AuxiliaryError {
  const more = cause === undefined || cause instanceof DOMException ? "" : `: ${reasonOf(cause)}`;
  const message = `the machinery did not ${step.name} the machine ${step.machine} within ${step.timeoutMs} ms${more}`;
  return new AuxiliaryError(analysisProblem("AUX_MACHINERY_TIMEOUT", message), { cause });
}

function disobedience(step: MachineryStep): AuxiliaryError {
  const message = `the machinery was told to end its ${step.name} of the machine ${step.machine} and had not after ${OBEY_MS} ms`;
  return new AuxiliaryError(analysisProblem("AUX_MACHINERY_TIMEOUT", message));
}

/** A machinery's own problems keep their codes: what to look up is theirs. */
function failure(step: MachineryStep, cause: unknown): AuxiliaryError {
  const what = `the machinery could not ${step.name} the machine ${step.machine}`;
  if (!AuxiliaryError.is(cause))
    return new AuxiliaryError(analysisProblem("AUX_MACHINERY_FAILED", `${what}: ${reasonOf(cause)}`), {
      cause,
    });
  if (cause.code === "AUX_MACHINERY_TIMEOUT") return cause;
  const problems = cause.problems.map((own) => ({ ...own, message: `${what}: ${own.message}` }));
  const [first = analysisProblem("AUX_MACHINERY_FAILED", what)] = problems;
  return new AuxiliaryError(first, { cause, problems });
}
