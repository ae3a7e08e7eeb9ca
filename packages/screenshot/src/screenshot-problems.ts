import { type ProblemCatalogue, problemFactory } from "@aux/core";

/** Every problem that this package reports. */
export const SCREENSHOT_PROBLEMS = {} as const satisfies ProblemCatalogue;

export const screenshotProblem = problemFactory(SCREENSHOT_PROBLEMS);
