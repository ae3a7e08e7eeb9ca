const SECOND_MS = 1_000;

/** At most so many pictures in any second; below one per second, one in so many seconds. */
export class RateLimit {
  readonly #windowMs: number;
  /** When each of the latest pictures was kept, oldest first: as many as the window holds. */
  readonly #keptMs: number[];

  constructor(perSecond: number) {
    const count = Math.ceil(perSecond);
    this.#windowMs = (count / perSecond) * SECOND_MS;
    this.#keptMs = Array.from({ length: count }, () => Number.NEGATIVE_INFINITY);
  }

  /** How long the next picture has to wait, in milliseconds; 0 when it may be kept now. */
  waitMs(nowMs: number): number {
    const [oldestMs = Number.NEGATIVE_INFINITY] = this.#keptMs;
    return Math.max(0, oldestMs + this.#windowMs - nowMs);
  }

  /** A picture is kept now. */
  count(nowMs: number): void {
    this.#keptMs.shift();
    this.#keptMs.push(nowMs);
  }
}
