import type { AuxiliaryState, RunnerEvent } from "@aux/core";
import { buildAuxiliaryLine } from "./auxiliary-line.ts";
import type { Progress } from "./progress.ts";
import type { Style } from "./style.ts";

/** What an auxiliary is in only for a moment: no line of its own in a log. */
const PASSING = new Set<AuxiliaryState>(["pending", "starting", "stopping"]);

/** One plain line for each state that lasts, for logs and pipes. */
export class PlainProgress implements Progress {
  readonly #write: (text: string) => unknown;
  readonly #style: Style;
  readonly #last = new Map<string, string>();

  constructor(write: (text: string) => unknown, style: Style) {
    this.#write = write;
    this.#style = style;
  }

  hear(event: RunnerEvent): void {
    if (event.type !== "auxiliary" || PASSING.has(event.auxiliary.state)) return;
    const { name, state } = event.auxiliary;
    if (this.#last.get(name) === state) return;
    this.#last.set(name, state);
    const line = buildAuxiliaryLine(event.auxiliary, 0, this.#style);
    this.#write(`auxiliary:${line.replace(/ +/g, " ")}\n`);
  }

  note(text: string): void {
    this.#write(`${text}\n`);
  }

  end(): void {}
}
