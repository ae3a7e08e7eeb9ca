import type { Problem } from "@aux/core";
import { cliProblem } from "../cli-problem.ts";
import { buildProblemLines } from "../terminal/problem-lines.ts";
import type { Style } from "../terminal/style.ts";
import { stackOf } from "../thrown-error.ts";

/** More of them tell no more. */
const MOST_PROBLEMS = 20;

/** Keeps the run going when a module's code throws where nobody waits for it, and says so. */
export class StrayErrors {
  readonly #note: (text: string) => void;
  readonly #style: Style;
  readonly #isDebug: boolean;
  readonly #problems: Problem[] = [];
  #count = 0;

  constructor(note: (text: string) => void, style: Style, isDebug: boolean) {
    this.#note = note;
    this.#style = style;
    this.#isDebug = isDebug;
    process.on("uncaughtException", this.#hear);
    process.on("unhandledRejection", this.#hear);
  }

  get count(): number {
    return this.#count;
  }

  /** The first of them, for the record. */
  get problems(): readonly Problem[] {
    return this.#problems;
  }

  readonly #hear = (error: unknown): void => {
    this.#count += 1;
    const reason = error instanceof Error ? error.message : String(error);
    const problem = cliProblem(
      "AUX_STRAY_ERROR",
      `a module's code threw where nobody waits for it: ${reason}`,
    );
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(problem);
    const lines = [...buildProblemLines(problem, this.#style), ...(this.#isDebug ? stackOf(error) : [])];
    this.#note(lines.join("\n"));
  };
}
