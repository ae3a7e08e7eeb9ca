import { setTimeout as sleep } from "node:timers/promises";
import { BLOCK_TIMEOUT_MS, countPacketsLeft, countUnprovable, type DrainGoal } from "./drain-goal.ts";
import type { TcpdumpCounters } from "./tcpdump-counters.ts";

const ASK_EVERY_MS = 20;
/** Longest drain; a tcpdump that keeps up needs one second at most. */
export const DRAIN_DEADLINE_MS = 2_500;

export interface DrainOptions {
  readonly earlyPackets: number;
  readonly isCountedTwice: boolean;
  /** Default `DRAIN_DEADLINE_MS`. */
  readonly deadlineMs?: number;
}

/** `drained` all is captured · `ended` tcpdump is gone · `silent` it did not answer · `behind` packets are missing. */
export type DrainResult =
  | { readonly kind: "drained" | "ended" | "silent" }
  | { readonly kind: "behind"; readonly packetsLeft: number };

/**
 * Waits until tcpdump has taken every packet that the kernel had counted when this was called. The kernel hands packets
 * over in blocks, up to a second late, and a tcpdump that is stopped before loses them.
 */
export async function drain(counters: TcpdumpCounters, options: DrainOptions): Promise<DrainResult> {
  const { deadlineMs = DRAIN_DEADLINE_MS, ...rest } = options;
  const began = performance.now();
  // An answer to an earlier question would hold counters from before this call.
  const firstAnswer = counters.answered + counters.unanswered + 1;
  let goal: DrainGoal | undefined;
  let leftBefore: number | undefined;
  for (;;) {
    const elapsedMs = performance.now() - began;
    const left = goal === undefined ? undefined : countPacketsLeft(goal, counters.latest?.captured ?? 0);
    if (goal !== undefined && left !== undefined && isDrained(goal, left, leftBefore, elapsedMs))
      return { kind: "drained" };
    if (elapsedMs >= deadlineMs)
      return left === undefined ? { kind: "silent" } : { kind: "behind", packetsLeft: left };
    leftBefore = left;
    if (!counters.ask()) return { kind: "ended" };
    await sleep(ASK_EVERY_MS);
    if (counters.answered >= firstAnswer && counters.latest !== undefined)
      goal ??= { ...rest, atStop: counters.latest };
  }
}

function isDrained(
  goal: DrainGoal,
  left: number,
  leftBefore: number | undefined,
  elapsedMs: number,
): boolean {
  if (left <= 0) return true;
  return elapsedMs >= BLOCK_TIMEOUT_MS && left <= countUnprovable(goal) && left === leftBefore;
}
