import type { AuxiliaryRecord, AuxiliaryState, Phase, RunnerEvent } from "@aux/core";
import { showMilliseconds } from "./figures.ts";
import { LiveBlock, type Terminal } from "./live-block.ts";
import { printable } from "./printable.ts";
import { markState } from "./state-mark.ts";
import type { Style } from "./style.ts";

/** Tells on a terminal, or in plain lines, what happens to the auxiliaries while it happens. */
export interface Progress {
  hear(event: RunnerEvent): void;
  /** A line of the command line's own: an interruption, say. */
  note(text: string): void;
  /** Nothing more is drawn. */
  end(): void;
}

/** One auxiliary on one line: sign, name, state, how long that took, why not. */
export function buildAuxiliaryLine(
  auxiliary: AuxiliaryRecord,
  width: number,
  style: Style,
  now?: number,
): string {
  const { mark, text } = markState(auxiliary.state, style);
  const took = tookOf(auxiliary, now);
  const why = auxiliary.reason ?? auxiliary.problems.at(-1)?.message;
  const parts = [
    `  ${mark} ${printable(auxiliary.name).padEnd(width)}`,
    text,
    (took === undefined ? "" : showMilliseconds(took)).padStart(7),
    why === undefined ? "" : ` ${style.dim(printable(why))}`,
  ];
  return parts.join("  ").trimEnd();
}

/** How long the step took that the state speaks of: the stop when there is one, else the start. */
function tookOf({ start, stop }: AuxiliaryRecord, now?: number): number | undefined {
  const step = stop ?? start;
  const end = step?.ended?.monotonicMs ?? now;
  return step === undefined || end === undefined ? undefined : Math.max(0, end - step.began.monotonicMs);
}

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

/** As they start: by order, then name. */
function bySequence(one: AuxiliaryRecord, other: AuxiliaryRecord): number {
  if (one.order !== other.order) return one.order - other.order;
  return one.name < other.name ? -1 : 1;
}

function buildPending(name: string): AuxiliaryRecord {
  return { name, order: 1, required: false, state: "pending", problems: [], figures: {}, artifacts: [] };
}
