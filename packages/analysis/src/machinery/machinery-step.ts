import { AuxiliaryError, type Problem, reasonOf } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";

/** One call of a machinery, with its deadline. */
export interface MachineryStep {
  /** `revert`, `start` or `stop`. */
  readonly name: "revert" | "start" | "stop";
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
 * @throws AUX_MACHINERY_FAILED, AUX_MACHINERY_TIMEOUT
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

function failure(step: MachineryStep, cause: unknown): AuxiliaryError {
  const [own] = AuxiliaryError.is(cause) ? cause.problems : [];
  if (own?.code === "AUX_MACHINERY_TIMEOUT") return cause as AuxiliaryError;
  const message = `the machinery could not ${step.name} the machine ${step.machine}: ${reasonOf(cause)}`;
  return new AuxiliaryError(
    analysisProblem("AUX_MACHINERY_FAILED", message, own === undefined ? {} : { remedy: own.remedy }),
    { cause },
  );
}
