import type { RfbError } from "../rfb-error.ts";
import type { RfbUpdate } from "./rfb-update.ts";

interface Waiter {
  readonly resolve: (update: RfbUpdate) => void;
  readonly reject: (error: RfbError) => void;
}

/**
 * Between who reads updates and who uses them: nothing is painted while nobody waits for it, so a picture stays as it
 * is until the next one is asked for.
 */
export class UpdateGate {
  readonly #waiters = new Set<Waiter>();
  #undelivered: RfbUpdate | undefined;
  #open: (() => void) | undefined;
  #end: RfbError | undefined;

  /** The next update; `signal` ends the waiting only, and the update is there for who asks next. */
  async next(signal: AbortSignal | undefined, aborted: () => RfbError): Promise<RfbUpdate> {
    if (signal?.aborted === true) throw aborted();
    const kept = this.#undelivered;
    this.#undelivered = undefined;
    if (kept !== undefined) return kept;
    if (this.#end !== undefined) throw this.#end;
    return this.#wait(signal, aborted);
  }

  /** Resolves when somebody waits for an update, or never will again. */
  async demand(): Promise<void> {
    if (this.#waiters.size > 0 || this.#end !== undefined) return;
    await new Promise<void>((resolve) => {
      this.#open = resolve;
    });
  }

  /** Gives the update to everybody who waits. */
  deliver(update: RfbUpdate): void {
    if (this.#waiters.size === 0) this.#undelivered = update;
    for (const waiter of this.#waiters) waiter.resolve(update);
    this.#waiters.clear();
  }

  /** There will be no more updates. */
  end(error: RfbError): void {
    this.#end ??= error;
    for (const waiter of this.#waiters) waiter.reject(this.#end);
    this.#waiters.clear();
    this.#open?.();
  }

  #wait(signal: AbortSignal | undefined, aborted: () => RfbError): Promise<RfbUpdate> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiters.delete(waiter);
        reject(aborted());
      };
      const settle =
        <Value>(how: (value: Value) => void) =>
        (value: Value) => {
          signal?.removeEventListener("abort", onAbort);
          how(value);
        };
      const waiter: Waiter = { resolve: settle(resolve), reject: settle(reject) };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#waiters.add(waiter);
      this.#open?.();
    });
  }
}
