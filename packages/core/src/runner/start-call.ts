import type { AuxiliaryInstance } from "../auxiliary/auxiliary.ts";
import type { AuxiliaryError } from "../errors/auxiliary-error.ts";

/** How long a start may still take after it was told that the run is interrupted. */
const INTERRUPTED_START_MS = 5_000;

/** The one call of a module's `start()`: it can be given up, and what comes true after that is stopped again. */
export class StartCall {
  readonly #instance: AuxiliaryInstance;
  #started: Promise<unknown> = Promise.resolve();
  #giveUp: ((error: AuxiliaryError) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(instance: AuxiliaryInstance) {
    this.#instance = instance;
  }

  /** Rejects with what `start()` throws, and with what it is given up for. */
  async begin(): Promise<unknown> {
    const givenUp = new Promise<never>((_, reject) => {
      this.#giveUp = reject;
    });
    this.#started = Promise.resolve(this.#instance.start());
    return Promise.race([this.#started, givenUp]);
  }

  /** Gives it up where it has not ended in a while. */
  interrupt(error: AuxiliaryError): void {
    this.#timer ??= setTimeout(() => this.#giveUp?.(error), INTERRUPTED_START_MS);
  }

  /** Nobody waits for it any more. */
  end(): void {
    clearTimeout(this.#timer);
  }

  /** It counts as failed: should its answer be, or have been at the very last moment, that it works, it is stopped. */
  stopWhenTrue(): void {
    this.#started.then((answer) => (answer === true ? this.#instance.stop() : undefined)).catch(() => {});
  }
}
