import { type ProblemCatalogue, problemFactory } from "@aux/core";

/** Every problem that this package reports. */
export const SCREENSHOT_PROBLEMS = {
  AUX_SCREENSHOT_NO_PICTURE: {
    meaning: "No picture of the machine's screen was seen during the whole analysis.",
    remedy:
      "Look at the reason in the message: the screen's address, its password, or a machine that never came up.",
  },
} as const satisfies ProblemCatalogue;

export const screenshotProblem = problemFactory(SCREENSHOT_PROBLEMS);
