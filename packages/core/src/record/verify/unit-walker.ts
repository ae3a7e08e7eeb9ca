/** What a walk sees, and where it is. */
export interface WalkView {
  /** Holds the bytes that were asked for last, from `at` on, until the walk asks for more. */
  buffer: Buffer;
  at: number;
  /** Bytes of the file behind the walk. */
  position: number;
  /** Set by the walk: where the last whole unit ends. */
  wholeBytes: number;
  /** Sees what is passed over. */
  hear: ((bytes: Buffer) => void) | undefined;
}

/**
 * Goes from unit to unit. Yields `n` to see the next n bytes (64 at most), `-n` to pass over n. Returns why it goes no
 * further; nothing when the file's last unit was seen.
 */
export type UnitWalk = Generator<number, string | undefined, void>;

const LONGEST_LOOK_BYTES = 64;

/** Takes a walk through a file that comes in pieces: a unit may begin in one and end in another, or in none. */
export class UnitWalker {
  readonly view: WalkView;
  fault: string | undefined;
  readonly #steps: UnitWalk;
  readonly #carried = Buffer.alloc(LONGEST_LOOK_BYTES);
  #carriedBytes = 0;
  #wanted = 0;
  #totalBytes = 0;
  #isOver = false;

  constructor(walk: (view: WalkView) => UnitWalk) {
    this.view = { buffer: this.#carried, at: 0, position: 0, wholeBytes: 0, hear: undefined };
    this.#steps = walk(this.view);
    this.#advance();
  }

  /** True when the last byte so far is the last of a whole unit. */
  get isBetweenUnits(): boolean {
    return this.fault === undefined && this.view.wholeBytes === this.#totalBytes;
  }

  /** True once the walk has ended by itself, with or without a fault. */
  get isOver(): boolean {
    return this.#isOver;
  }

  push(piece: Buffer): void {
    const before = this.#totalBytes;
    this.#totalBytes += piece.length;
    let at = 0;
    while (!this.#isOver) {
      at += this.#wanted < 0 ? this.#passOver(piece, at) : this.#look(piece, at);
      if (this.#wanted !== 0) return;
      this.view.position = before + at;
      this.#advance();
    }
  }

  /** Returns how many bytes it took; when they suffice, nothing is wanted any more. */
  #passOver(piece: Buffer, at: number): number {
    const bytes = Math.min(-this.#wanted, piece.length - at);
    if (bytes > 0) this.view.hear?.(piece.subarray(at, at + bytes));
    this.#wanted += bytes;
    return bytes;
  }

  #look(piece: Buffer, at: number): number {
    const wanted = this.#wanted;
    const isThere = this.#carriedBytes === 0 && piece.length - at >= wanted;
    const bytes = isThere ? wanted : Math.min(wanted - this.#carriedBytes, piece.length - at);
    if (!isThere) {
      piece.copy(this.#carried, this.#carriedBytes, at, at + bytes);
      this.#carriedBytes += bytes;
      if (this.#carriedBytes < wanted) return bytes;
    }
    this.view.buffer = isThere ? piece : this.#carried;
    this.view.at = isThere ? at : 0;
    this.#carriedBytes = 0;
    this.#wanted = 0;
    return bytes;
  }

  #advance(): void {
    const { done, value } = this.#steps.next();
    if (done === true) {
      this.#isOver = true;
      this.fault = value;
    } else this.#wanted = value;
  }
}
