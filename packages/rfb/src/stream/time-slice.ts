import { setImmediate as nextTurn } from "node:timers/promises";

const SLICE_MS = 2;
const STEPS_PER_LOOK = 32;

/** When what is decoded now was given its time: shared by all connections, or eight of them would take eight times as much. */
let startedMs = performance.now();
let turning: Promise<void> | undefined;

/** Keeps decoding from holding the event loop for more than about two milliseconds at a time. */
export class TimeSlice {
  #steps = 0;

  /** True when it is time to rest. Looks at the clock at every 32nd call only. */
  isOver(): boolean {
    this.#steps += 1;
    if (this.#steps % STEPS_PER_LOOK !== 0) return false;
    return performance.now() - startedMs > SLICE_MS;
  }

  /** Lets everything else that is due happen first. */
  async rest(): Promise<void> {
    do {
      turning ??= turn();
      await turning;
    } while (performance.now() - startedMs > SLICE_MS);
  }
}

async function turn(): Promise<void> {
  await nextTurn();
  startedMs = performance.now();
  turning = undefined;
}
