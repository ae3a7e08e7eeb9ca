import { QmpError } from "./qmp-error.ts";
import type { QmpEvent, QmpEventName } from "./qmp-events.ts";

/** How many events wait for a reader of `events()`. */
export const MOST_WAITING_EVENTS = 10_000;

export type QmpEventListener<Name extends QmpEventName = string> = (event: QmpEvent<Name>) => void;

/** Hands each event to those who listen, until the connection ends. */
export class EventHub {
  readonly #listeners = new Set<QmpEventListener>();
  readonly #enders = new Set<(error: QmpError) => void>();
  #end: QmpError | undefined;

  /** Calls back for each event from now on; returns how to stop that. */
  on(listener: QmpEventListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: QmpEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch {
        // Whoever listens must not break the connection of all others.
      }
    }
  }

  end(error: QmpError): void {
    this.#end ??= error;
    for (const ender of this.#enders) ender(error);
    this.#listeners.clear();
    this.#enders.clear();
  }

  /** Calls back when there will be no more events; returns how to stop that. */
  onEnd(ender: (error: QmpError) => void): () => void {
    if (this.#end !== undefined) {
      ender(this.#end);
      return () => {};
    }
    this.#enders.add(ender);
    return () => this.#enders.delete(ender);
  }

  /** Events from the moment of this call on; ends with the connection. */
  read(signal?: AbortSignal): AsyncIterableIterator<QmpEvent> {
    return new EventReader(this, signal);
  }
}

/** Listens from its making on, so no event is missed between call and first `next()`. */
class EventReader implements AsyncIterableIterator<QmpEvent> {
  readonly #waiting: QmpEvent[] = [];
  readonly #undo: (() => void)[];
  #wake: (() => void) | undefined;
  #isOver = false;
  #error: QmpError | undefined;

  constructor(hub: EventHub, signal: AbortSignal | undefined) {
    const finish = () => this.#finish();
    this.#undo = [hub.on((event) => this.#take(event)), () => signal?.removeEventListener("abort", finish)];
    this.#undo.push(hub.onEnd(finish));
    if (signal?.aborted === true) this.#finish();
    else signal?.addEventListener("abort", finish, { once: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** @throws AUX_QMP_EVENTS_LOST */
  async next(): Promise<IteratorResult<QmpEvent>> {
    while (this.#waiting.length === 0 && !this.#isOver) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const value = this.#waiting.shift();
    if (value !== undefined) return { value, done: false };
    if (this.#error !== undefined) throw this.#error;
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<QmpEvent>> {
    this.#waiting.length = 0;
    this.#finish();
    return { value: undefined, done: true };
  }

  #take(event: QmpEvent): void {
    if (this.#waiting.length >= MOST_WAITING_EVENTS) {
      const message = `${MOST_WAITING_EVENTS} events wait to be read; those after them are lost`;
      this.#error = new QmpError("AUX_QMP_EVENTS_LOST", message);
      this.#finish();
      return;
    }
    this.#waiting.push(event);
    this.#wake?.();
  }

  #finish(): void {
    this.#isOver = true;
    for (const undo of this.#undo) undo();
    this.#wake?.();
  }
}
