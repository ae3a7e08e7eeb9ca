import { setTimeout as sleep } from "node:timers/promises";
import { BLOCK_TIMEOUT_MS, countPacketsLeft, countUnprovable, type DrainGoal } from "./drain-goal.ts";
import type { TcpdumpCounters } from "./tcpdump-counters.ts";

const ASK_EVERY_MS = 20;
/** Longest drain; a tcpdump that keeps up needs one second at most. */
const DRAIN_DEADLINE_MS = 2_500;

export interface DrainOptions {
  readonly earlyPackets: number;
  readonly isCountedTwice: boolean;
  /** Default `DRAIN_DEADLINE_MS`. */
  readonly deadlineMs?: number;
  /** Default `BLOCK_TIMEOUT_MS`. */
  readonly blockTimeoutMs?: number;
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
  const { deadlineMs = DRAIN_DEADLINE_MS, blockTimeoutMs = BLOCK_TIMEOUT_MS, ...rest } = options;
  const began = performance.now();
  const ask = (isEnough: () => boolean) => askUntil(counters, began + deadlineMs, isEnough);
  // An answer to an earlier question would hold counters from before this call.
  const firstAnswer = counters.answered + counters.unanswered + 1;
  const asked = await ask(() => counters.answered >= firstAnswer);
  if (asked === "ended") return { kind: "ended" };
  if (asked === "late" || counters.latest === undefined) return { kind: "silent" };
  const goal: DrainGoal = { ...rest, atStop: counters.latest };
  let packetsLeft = Number.NaN;
  const drained = await ask(() => {
    const leftBefore = packetsLeft;
    packetsLeft = countPacketsLeft(goal, counters.latest?.captured ?? 0);
    const isTimeOver = performance.now() >= began + blockTimeoutMs;
    return (
      packetsLeft <= 0 || (isTimeOver && packetsLeft === leftBefore && packetsLeft <= countUnprovable(goal))
    );
  });
  if (drained === "late") return { kind: "behind", packetsLeft };
  return { kind: drained === "enough" ? "drained" : "ended" };
}

async function askUntil(
  counters: TcpdumpCounters,
  endMs: number,
  isEnough: () => boolean,
): Promise<"enough" | "ended" | "late"> {
  while (!isEnough()) {
    if (performance.now() >= endMs) return "late";
    if (!counters.ask()) return "ended";
    await sleep(ASK_EVERY_MS);
  }
  return "enough";
}
