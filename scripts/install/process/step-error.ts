import type { Step } from "./run-step.ts";

const SHOWN_LINES = 25;

/** A command of the install test that failed: the command, the end of its output, and the remedy, as one message. */
export class StepError extends Error {
  constructor(step: Step, what: string, output: string) {
    super(
      [
        `$ ${[step.file, ...step.args].join(" ")}`,
        `  in ${step.cwd}: ${what}`,
        ...readTail(output).map((line) => `  | ${line}`),
        `  → ${step.remedy}`,
      ].join("\n"),
    );
    this.name = "StepError";
  }
}

function readTail(output: string): readonly string[] {
  return output.trimEnd().split("\n").slice(-SHOWN_LINES);
}
