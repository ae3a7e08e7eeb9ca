import { setImmediate as nextTurn } from "node:timers/promises";

const SLICE_MS = 2;
const STEPS_PER_LOOK = 32;

/** Keeps decoding from holding the event loop for more than about two milliseconds at a time. */
export class TimeSlice {
  #startedMs = performance.now();
  #steps = 0;

  /** True when it is time to rest. Looks at the clock at every 32nd call only. */
  isOver(): boolean {
    this.#steps += 1;
    if (this.#steps % STEPS_PER_LOOK !== 0) return false;
    return performance.now() - this.#startedMs > SLICE_MS;
  }

  /** Lets everything else that is due happen first. */
  async rest(): Promise<void> {
    await nextTurn();
    this.#startedMs = performance.now();
  }
}
