import type { RunnerEvent } from "@aux/core";
import { printable } from "./printable.ts";
import { buildProblemLines } from "./problem-lines.ts";
import type { Style } from "./style.ts";

/**
 * What goes wrong while the analysis runs, to be shown at once: its end may be hours away. What goes wrong before and
 * after is in the summary that follows.
 */
export class ProblemWatch {
  readonly #style: Style;
  #isRunning = false;

  constructor(style: Style) {
    this.#style = style;
  }

  /** The lines to show now. */
  hear(event: RunnerEvent): readonly string[] {
    if (event.type === "phase" && ["start", "stop"].includes(event.phase.name))
      this.#isRunning = event.phase.name === "start" && event.phase.ended !== undefined;
    if (!this.#isRunning || event.type !== "problem") return [];
    const whose = event.auxiliary === undefined ? "" : `${printable(event.auxiliary)}: `;
    const [first = "", ...rest] = buildProblemLines(event.problem, this.#style);
    return [`auxiliary: ${whose}${first}`, ...rest];
  }
}
