import { printable } from "../terminal/printable.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Turns the first signal into an orderly end of the run, and the second one into an end at once. */
export class Interruption {
  readonly #orderly = new AbortController();
  readonly #atOnce = new AbortController();
  readonly #note: (text: string) => void;

  /** @param note shows one line that says what happens now */
  constructor(note: (text: string) => void) {
    this.#note = note;
    for (const signal of SIGNALS) process.on(signal, this.#hear);
  }

  /** Ends the run in order. */
  get signal(): AbortSignal {
    return this.#orderly.signal;
  }

  /** Ends the run at once. */
  get killSignal(): AbortSignal {
    return this.#atOnce.signal;
  }

  readonly #hear = (signal: NodeJS.Signals): void => {
    if (this.#atOnce.signal.aborted) return;
    if (this.#orderly.signal.aborted) {
      this.#note(`auxiliary: ${printable(signal)} again: ending everything at once`);
      this.#atOnce.abort();
      return;
    }
    this.#note(`auxiliary: ${printable(signal)}: ending the analysis in order (once more: at once)`);
    this.#orderly.abort();
  };
}
