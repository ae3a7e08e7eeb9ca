/** Where lines go: a terminal. */
export interface Terminal {
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** Lines at the bottom of a terminal that are drawn again in place when they change. */
export class LiveBlock {
  readonly #terminal: Terminal;
  #drawn: readonly string[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Draws the lines over those of the last time. One that is wider than the terminal is cut: it would wrap. */
  draw(lines: readonly string[]): void {
    // A terminal that does not know its size says 0.
    const width = (this.#terminal.columns || 80) - 1;
    const cut = lines.map((line) => cutLine(line, width));
    if (cut.length === this.#drawn.length && cut.every((line, index) => line === this.#drawn[index])) return;
    const up = this.#drawn.length === 0 ? "" : `\x1b[${this.#drawn.length}A`;
    this.#terminal.write(`${up}\r${cut.map((line) => `${line}\x1b[K\n`).join("")}\x1b[J`);
    this.#drawn = cut;
  }

  /** Leaves the lines as they are; the next ones are drawn below. */
  release(): void {
    this.#drawn = [];
  }
}

/** A colour, or one visible character. */
const PIECES = /\p{Cc}\[[0-9;]*m|\P{Cc}/gu;

/** Cuts a line to a number of visible characters; its colours stay whole. */
export function cutLine(line: string, width: number): string {
  let room = width;
  let text = "";
  for (const [piece] of line.matchAll(PIECES)) {
    const isColour = piece.startsWith("\x1b");
    if (!isColour && room-- <= 0) continue;
    text += piece;
  }
  return text;
}
