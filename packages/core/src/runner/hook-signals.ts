/** The signals of one life's hooks: each hook has one that is not aborted, and that no other hook has meanwhile. */
export class HookSignals {
  readonly #busy = new Set<AbortController>();
  readonly #all = new Set<AbortController>();
  #current = this.#make();

  /** Of the hook that was called last. */
  get current(): AbortSignal {
    return this.#current.signal;
  }

  /** For a hook that is about to be called. */
  begin(): AbortController {
    const isFree = !this.#busy.has(this.#current) && !this.#current.signal.aborted;
    if (!isFree) this.#current = this.#make();
    this.#busy.add(this.#current);
    return this.#current;
  }

  endOf(controller: AbortController): void {
    this.#busy.delete(controller);
  }

  /** Aborts the one of the hook that was called last. */
  abort(reason: Error): void {
    this.#current.abort(reason);
  }

  /** Aborts all, also those that were kept from hooks that have ended. */
  end(reason: Error): void {
    for (const controller of this.#all) controller.abort(reason);
  }

  #make(): AbortController {
    const controller = new AbortController();
    this.#all.add(controller);
    return controller;
  }
}
