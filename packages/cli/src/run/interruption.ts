import { EXIT } from "../exit-code.ts";
import { printable } from "../terminal/printable.ts";

/** What ends a run that has a terminal. */
const SIGNALS: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Turns the first signal into an orderly end of the run, and the second one into an end at once. While nothing is
 * started yet, and when even the second one did not help, this process just ends: no tool outlives it.
 */
export class Interruption {
  readonly #orderly = new AbortController();
  readonly #atOnce = new AbortController();
  readonly #note: (text: string) => void;
  #hasBegun = false;

  /** @param note shows one line that says what happens now */
  constructor(note: (text: string) => void, signals = SIGNALS) {
    this.#note = note;
    for (const signal of signals) process.on(signal, this.hear);
  }

  /** From now on there is something to end in order. */
  begin(): void {
    this.#hasBegun = true;
  }

  /** Ends the run in order. */
  get signal(): AbortSignal {
    return this.#orderly.signal;
  }

  /** Ends the run at once. */
  get killSignal(): AbortSignal {
    return this.#atOnce.signal;
  }

  /** As a signal would: something else, of that name, wants the run to end. */
  readonly hear = (given: string): void => {
    const signal = printable(given);
    if (!this.#hasBegun) this.#leave(`${signal}: nothing was started`);
    else if (this.#atOnce.signal.aborted) this.#leave(`${signal} once more: leaving as it is`);
    else if (this.#orderly.signal.aborted)
      this.#abort(this.#atOnce, `${signal} again: ending everything at once`);
    else this.#abort(this.#orderly, `${signal}: ending the analysis in order (once more: at once)`);
  };

  #abort(controller: AbortController, why: string): void {
    this.#note(`auxiliary: ${why}`);
    controller.abort();
  }

  #leave(why: string): void {
    this.#note(`auxiliary: ${why}`);
    process.exit(EXIT.interrupted);
  }
}
