import { AuxiliaryError } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";

/** A wait for a run's answer. */
export interface AnswerWait {
  /** What is waited for, for a person. */
  readonly what: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Waits for an answer no longer than its time. @throws AUX_CONTROL_TIMEOUT, the signal's reason, what `ask` throws */
export async function untilAnswered<Value>(
  { what, timeoutMs, signal }: AnswerWait,
  ask: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    return await ask(signal === undefined ? deadline : AbortSignal.any([deadline, signal]));
  } catch (error) {
    if (!deadline.aborted || signal?.aborted === true || AuxiliaryError.is(error)) throw error;
    const message = `${what} did not come within ${timeoutMs / 1000} s`;
    throw new AuxiliaryError(analysisProblem("AUX_CONTROL_TIMEOUT", message), { cause: error });
  }
}
