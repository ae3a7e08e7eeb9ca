import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { type CORE_PROBLEMS, coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";

type CoreCode = keyof typeof CORE_PROBLEMS;

/** The codes that one of the two hooks with an answer uses. */
export interface AnswerCodes {
  readonly isFalse: CoreCode;
  readonly isNoBoolean: CoreCode;
}

export const START_CODES: AnswerCodes = { isFalse: "AUX_START_FALSE", isNoBoolean: "AUX_START_NOT_BOOLEAN" };
export const STOP_CODES: AnswerCodes = { isFalse: "AUX_STOP_FALSE", isNoBoolean: "AUX_STOP_NOT_BOOLEAN" };

/** The problem behind an answer of `start()` or `stop()`; undefined for true. */
export function findAnswerProblem(hook: string, answer: unknown, codes: AnswerCodes): Problem | undefined {
  if (answer === true) return undefined;
  if (answer === false) return coreProblem(codes.isFalse, `${hook} returned false`);
  return coreProblem(codes.isNoBoolean, `${hook} returned ${describeValue(answer)} instead of true or false`);
}

/** The problems behind what a hook threw: an `AuxiliaryError`'s own, or one with the given code. */
export function buildThrownProblems(hook: string, thrown: unknown, code: CoreCode): readonly Problem[] {
  if (AuxiliaryError.is(thrown) && thrown.problems.length > 0) return thrown.problems;
  return [coreProblem(code, `${hook} threw: ${reasonOf(thrown)}`)];
}

function describeValue(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  const text =
    typeof value === "string" ? JSON.stringify(value.slice(0, 80)) : `a value of type ${typeof value}`;
  return text;
}
