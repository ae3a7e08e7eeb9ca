import { type ProblemCatalogue, problemFactory } from "@aux/core";

/** Every problem that this package reports. */
export const HUMAN_PROBLEMS = {
  AUX_HUMAN_NO_INPUT: {
    meaning: "Nothing that takes mouse and keyboard events of the machine could be reached.",
    remedy: "Look whether the machine runs, and whether its monitor or its VNC server may be used.",
  },
} as const satisfies ProblemCatalogue;

export const humanProblem = problemFactory(HUMAN_PROBLEMS);
