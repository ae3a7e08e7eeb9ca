/** A signal that aborts a while after another one, for what is worth finishing even when all is ended at once. */
export class GraceSignal {
  readonly #controller = new AbortController();
  readonly #source: AbortSignal | undefined;
  readonly #graceMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(source: AbortSignal | undefined, graceMs: number) {
    this.#source = source;
    this.#graceMs = graceMs;
    if (source?.aborted === true) this.#begin();
    else source?.addEventListener("abort", this.#begin);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What it was for is done. */
  end(): void {
    clearTimeout(this.#timer);
    this.#source?.removeEventListener("abort", this.#begin);
  }

  readonly #begin = (): void => {
    this.#timer = setTimeout(() => this.#controller.abort(this.#source?.reason), this.#graceMs);
  };
}
