const MOST_SPARE = 3;

/**
 * Memory for scan lines that is used again: megabytes anew for each picture would keep the garbage collector busy, which
 * then took a third of the time of all.
 */
export class LineRoom {
  readonly #spare: Buffer[] = [];

  /** So many bytes; what they hold is anything. */
  take(bytes: number): Buffer {
    const spare = this.#spare.pop();
    return spare?.length === bytes ? spare : Buffer.allocUnsafe(bytes);
  }

  /** Nothing of it is needed any more. */
  giveBack(lines: Buffer): void {
    if (this.#spare.length < MOST_SPARE) this.#spare.push(lines);
  }
}
