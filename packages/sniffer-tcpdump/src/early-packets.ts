import { setTimeout as sleep } from "node:timers/promises";
import type { TcpdumpCounters } from "./tcpdump-counters.ts";
import { counterDifference } from "./tcpdump-statistics.ts";

const ANSWER_MS = 1_000;
const LOOK_EVERY_MS = 2;

/**
 * At most how many packets the kernel had counted before the filter was in place, asked right after tcpdump listens.
 * libpcap opens the capture first and sets the filter then, so a busy interface puts packets in between; they are
 * counted as received and never as captured. Undefined when tcpdump does not answer within a second.
 */
export async function findEarlyPackets(counters: TcpdumpCounters): Promise<number | undefined> {
  const began = performance.now();
  if (!counters.ask()) return undefined;
  while (performance.now() - began < ANSWER_MS) {
    await sleep(LOOK_EVERY_MS);
    const { latest } = counters;
    if (latest !== undefined) return counterDifference(latest.received - latest.dropped, latest.captured);
  }
  return undefined;
}
