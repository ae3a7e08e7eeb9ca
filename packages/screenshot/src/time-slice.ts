import { setImmediate as nextTurn } from "node:timers/promises";

const SLICE_MS = 2;

/** Keeps work on pixels from holding the event loop for more than about two milliseconds at a time. */
export class TimeSlice {
  #startedMs = performance.now();

  /** Called between two pieces of work: lets everything else that is due happen first when it is time for that. */
  async rest(): Promise<void> {
    if (performance.now() - this.#startedMs < SLICE_MS) return;
    await nextTurn();
    this.#startedMs = performance.now();
  }
}
