/** How long to wait before the next try, in milliseconds: ever longer, up to a limit. */
export class Backoff {
  readonly #first: number;
  readonly #longest: number;
  #next: number;

  constructor(firstMs: number, longestMs: number) {
    this.#first = firstMs;
    this.#longest = longestMs;
    this.#next = firstMs;
  }

  nextMs(): number {
    const ms = this.#next;
    this.#next = Math.min(ms * 1.5, this.#longest);
    return ms;
  }

  /** The last try succeeded. */
  reset(): void {
    this.#next = this.#first;
  }
}
