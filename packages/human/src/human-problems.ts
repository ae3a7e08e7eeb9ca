import { type ProblemCatalogue, problemFactory } from "@aux/core";

/** Every problem that this package reports. */
export const HUMAN_PROBLEMS = {} as const satisfies ProblemCatalogue;

export const humanProblem = problemFactory(HUMAN_PROBLEMS);
