import type { AuxiliaryState, Phase, RunnerEvent } from "@aux/core";
import { buildAuxiliaryLine } from "./auxiliary-line.ts";
import { buildMachineLine } from "./machine-line.ts";
import type { Progress } from "./progress.ts";
import type { Style } from "./style.ts";

/** What an auxiliary is in only for a moment: no line of its own in a log. */
const PASSING = new Set<AuxiliaryState>(["pending", "starting", "stopping"]);

/** One plain line for each state that lasts, and for each step of the machine, for logs and pipes. */
export class PlainProgress implements Progress {
  readonly #write: (text: string) => unknown;
  readonly #style: Style;
  readonly #machine: string | undefined;
  readonly #last = new Map<string, string>();

  /** @param machine the machine's name; without it nothing is told of the machine */
  constructor(write: (text: string) => unknown, style: Style, machine?: string) {
    this.#write = write;
    this.#style = style;
    this.#machine = machine;
  }

  hear(event: RunnerEvent): void {
    if (event.type === "phase") this.#hearPhase(event.phase);
    if (event.type !== "auxiliary" || PASSING.has(event.auxiliary.state)) return;
    const { name, state } = event.auxiliary;
    if (this.#last.get(name) === state) return;
    this.#last.set(name, state);
    this.#say(buildAuxiliaryLine(event.auxiliary, 0, this.#style));
  }

  #hearPhase(phase: Phase): void {
    if (this.#machine === undefined || phase.ended === undefined) return;
    const line = buildMachineLine(phase, this.#machine, this.#style);
    if (line !== undefined) this.#say(line);
  }

  #say(line: string): void {
    this.#write(`auxiliary:${line.replace(/ +/g, " ")}\n`);
  }

  note(text: string): void {
    this.#write(`${text}\n`);
  }

  end(): void {}
}
