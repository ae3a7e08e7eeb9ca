import { setImmediate as nextTurn } from "node:timers/promises";

const SLICE_MS = 2;

/** When what runs now was given its time. */
let startedMs = performance.now();
let turning: Promise<void> | undefined;

/**
 * Called between two pieces of work on pixels: lets everything else that is due happen first, so that the event loop is
 * never held for more than about two milliseconds at a time. The time is shared by all machines of the process: with
 * eight of them it would be eight times as much else.
 */
export async function restBetween(): Promise<void> {
  while (performance.now() - startedMs > SLICE_MS) {
    turning ??= turn();
    await turning;
  }
}

async function turn(): Promise<void> {
  await nextTurn();
  startedMs = performance.now();
  turning = undefined;
}
