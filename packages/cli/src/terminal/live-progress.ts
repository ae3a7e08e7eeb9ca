import type { AuxiliaryRecord, AuxiliaryState, Phase, RunnerEvent } from "@aux/core";
import { buildAuxiliaryLine } from "./auxiliary-line.ts";
import { LiveBlock, type Terminal } from "./live-block.ts";
import { buildMachineLine, isMachinePhase } from "./machine-line.ts";
import { printable } from "./printable.ts";
import type { Progress } from "./progress.ts";
import type { Style } from "./style.ts";

/** Phases of the auxiliaries, in which the command does not own the terminal. */
const DRAWN_PHASES = new Set(["start", "stop"]);
const UNSTARTED = new Set<AuxiliaryState>(["pending", "failed", "skipped", "disabled"]);
const REDRAW_MS = 100;

/**
 * One line per auxiliary, updated in place while they start and while they stop, and one line for each step of the
 * machine between; nothing while the command runs.
 */
export class LiveProgress implements Progress {
  readonly #terminal: Terminal;
  readonly #block: LiveBlock;
  readonly #style: Style;
  readonly #auxiliaries = new Map<string, AuxiliaryRecord>();
  readonly #machine: string | undefined;
  /** The one that is drawn. */
  #phase: Phase | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** What the run's clock was when the phase began, and what this process' clock was then. */
  #origin: { readonly monotonicMs: number; readonly at: number } | undefined;

  /** @param machine the machine's name; without it nothing is told of the machine */
  constructor(terminal: Terminal, style: Style, names: readonly string[], machine?: string) {
    this.#terminal = terminal;
    this.#style = style;
    this.#machine = machine;
    this.#block = new LiveBlock(terminal);
    for (const name of names) this.#auxiliaries.set(name, buildPending(name));
  }

  hear(event: RunnerEvent): void {
    if (event.type === "auxiliary") this.#auxiliaries.set(event.auxiliary.name, event.auxiliary);
    if (event.type === "phase" && this.#isDrawn(event.phase)) this.#turn(event.phase);
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

  #isDrawn(phase: Phase): boolean {
    return DRAWN_PHASES.has(phase.name) || (this.#machine !== undefined && isMachinePhase(phase));
  }

  #turn(phase: Phase): void {
    this.#phase = phase;
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
    const now = this.#origin && this.#origin.monotonicMs + performance.now() - this.#origin.at;
    this.#block.draw(this.#buildMachineLines(now) ?? this.#buildAuxiliaryLines(now));
  }

  #buildMachineLines(now: number | undefined): string[] | undefined {
    if (this.#machine === undefined || this.#phase === undefined) return undefined;
    const line = buildMachineLine(this.#phase, this.#machine, this.#style, now);
    return line === undefined ? undefined : [line];
  }

  #buildAuxiliaryLines(now: number | undefined): string[] {
    const auxiliaries = [...this.#auxiliaries.values()].sort(bySequence);
    const width = Math.max(0, ...auxiliaries.map(({ name }) => printable(name).length));
    return auxiliaries.map((each) => buildAuxiliaryLine(each, width, this.#style, now));
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
