import { counterDifference, type TcpdumpStatistics } from "./tcpdump-statistics.ts";

/** What must have been captured before tcpdump may be stopped. */
export interface DrainGoal {
  /** The counters when the end was asked for: all that is counted here must be captured. */
  readonly atStop: TcpdumpStatistics;
  /** Packets counted before the filter was in place, at most: tcpdump never counts them as captured. */
  readonly earlyPackets: number;
  /** On the loopback interface the kernel counts a packet twice, and libpcap throws one of the two away. */
  readonly isCountedTwice: boolean;
}

/**
 * The kernel hands a block over when it is full or after one second (tcpdump's fixed timeout); a quarter more for a
 * busy host.
 */
export const BLOCK_TIMEOUT_MS = 1_250;

/**
 * How many packets of the goal are not captured yet, in the kernel's counting; 0 or less proves that none is. Because
 * packets come in order, traffic that goes on does not matter.
 */
export function countPacketsLeft(goal: DrainGoal, captured: number): number {
  const { received, dropped } = goal.atStop;
  // Of packets that are counted twice nobody knows which of the two was dropped.
  const expected = goal.isCountedTwice ? received : received - dropped;
  return counterDifference(expected, captured * (goal.isCountedTwice ? 2 : 1));
}

/**
 * How much may be left although all was captured: what was counted before the filter was in place, and on the loopback
 * interface what was dropped. Then time decides: after `BLOCK_TIMEOUT_MS` the kernel holds nothing back.
 */
export function countUnprovable(goal: DrainGoal): number {
  return goal.earlyPackets + (goal.isCountedTwice ? 2 * goal.atStop.dropped : 0);
}
