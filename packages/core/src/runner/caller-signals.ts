import { setMaxListeners } from "node:events";

/**
 * The caller's two signals, with one listener on each, however many modules and tools the run has: Node warns of more
 * than ten, and the caller's signals are not ours to change.
 */
export class CallerSignals {
  readonly #given: readonly (AbortSignal | undefined)[];
  readonly #killSignal: AbortSignal | undefined;
  readonly #kill = new AbortController();
  readonly #onInterrupt: () => void;

  constructor(
    given: { readonly signal?: AbortSignal | undefined; readonly killSignal?: AbortSignal | undefined },
    onInterrupt: () => void,
  ) {
    this.#given = [given.signal, given.killSignal];
    this.#killSignal = given.killSignal;
    this.#onInterrupt = onInterrupt;
    setMaxListeners(0, this.#kill.signal);
    for (const signal of this.#given) signal?.addEventListener("abort", this.#hear);
    if (this.isAborted) this.#hear();
  }

  get isAborted(): boolean {
    return this.#given.some((signal) => signal?.aborted === true);
  }

  /** Aborts with the caller's `killSignal`, as long as the run goes on. */
  get kill(): AbortSignal {
    return this.#kill.signal;
  }

  release(): void {
    for (const signal of this.#given) signal?.removeEventListener("abort", this.#hear);
  }

  readonly #hear = (): void => {
    if (this.#killSignal?.aborted === true) this.#kill.abort(this.#killSignal.reason);
    this.#onInterrupt();
  };
}
