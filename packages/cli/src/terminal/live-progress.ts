import type { AuxiliaryRecord, AuxiliaryState, Phase, RunnerEvent } from "@aux/core";
import { buildAuxiliaryLine } from "./auxiliary-line.ts";
import { LiveBlock, type Terminal } from "./live-block.ts";
import { printable } from "./printable.ts";
import type { Progress } from "./progress.ts";
import type { Style } from "./style.ts";

/** Phases in which the command does not own the terminal. */
const DRAWN_PHASES = new Set(["start", "stop"]);
const UNSTARTED = new Set<AuxiliaryState>(["pending", "failed", "skipped", "disabled"]);
const REDRAW_MS = 100;

/** One line per auxiliary, updated in place while they start and while they stop, never while the command runs. */
export class LiveProgress implements Progress {
  readonly #terminal: Terminal;
  readonly #block: LiveBlock;
  readonly #style: Style;
  readonly #auxiliaries = new Map<string, AuxiliaryRecord>();
  #timer: NodeJS.Timeout | undefined;
  /** What the run's clock was when the phase began, and what this process' clock was then. */
  #origin: { readonly monotonicMs: number; readonly at: number } | undefined;

  constructor(terminal: Terminal, style: Style, names: readonly string[]) {
    this.#terminal = terminal;
    this.#style = style;
    this.#block = new LiveBlock(terminal);
    for (const name of names) this.#auxiliaries.set(name, buildPending(name));
  }

  hear(event: RunnerEvent): void {
    if (event.type === "auxiliary") this.#auxiliaries.set(event.auxiliary.name, event.auxiliary);
    if (event.type === "phase" && DRAWN_PHASES.has(event.phase.name)) this.#turn(event.phase);
    if (this.#timer !== undefined) this.#draw();
  }

  note(text: string): void {
    this.#terminal.write(`\r\x1b[K${text}\n`);
    this.#block.release();
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#block.release();
  }

  #turn(phase: Phase): void {
    if (phase.ended !== undefined) {
      this.#draw();
      this.end();
      return;
    }
    if (phase.name === "stop") this.#forgetUnstarted();
    this.#origin = { monotonicMs: phase.started.monotonicMs, at: performance.now() };
    this.#timer = setInterval(() => this.#draw(), REDRAW_MS);
  }

  /** What did not start has been shown, and has nothing to stop. */
  #forgetUnstarted(): void {
    for (const [name, { state }] of this.#auxiliaries) {
      if (UNSTARTED.has(state)) this.#auxiliaries.delete(name);
    }
  }

  #draw(): void {
    const auxiliaries = [...this.#auxiliaries.values()].sort(bySequence);
    const width = Math.max(0, ...auxiliaries.map(({ name }) => printable(name).length));
    const now = this.#origin && this.#origin.monotonicMs + performance.now() - this.#origin.at;
    this.#block.draw(auxiliaries.map((each) => buildAuxiliaryLine(each, width, this.#style, now)));
  }
}

/** As they start: by order, then name. */
function bySequence(one: AuxiliaryRecord, other: AuxiliaryRecord): number {
  if (one.order !== other.order) return one.order - other.order;
  return one.name < other.name ? -1 : 1;
}

function buildPending(name: string): AuxiliaryRecord {
  return { name, order: 1, required: false, state: "pending", problems: [], figures: {}, artifacts: [] };
}
