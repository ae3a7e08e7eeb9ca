import type { Problem, ToolExit } from "@aux/core";
import { snifferProblem } from "./sniffer-problems.ts";
import { isInterfaceGone } from "./tcpdump-exit.ts";
import { counterDifference, findFinalStatistics } from "./tcpdump-statistics.ts";

/**
 * Finds AUX_SNIFFER_INTERFACE_GONE when packets were lost with the interface: received, not dropped and not captured.
 * tcpdump's last counters prove that none was; those from before the filter was in place do not count.
 */
export function findLostWithInterface(
  exit: Pick<ToolExit, "lastWords">,
  plan: { readonly interface: string },
  earlyPackets: number,
): Problem | undefined {
  if (!isInterfaceGone(exit)) return undefined;
  const statistics = findFinalStatistics(exit.lastWords);
  if (statistics === undefined) return undefined;
  const { captured, received, dropped } = statistics;
  const lost = counterDifference(received - dropped, captured) - earlyPackets;
  if (lost <= 0) return undefined;
  const message = `${lost} packets were lost when ${plan.interface} was removed`;
  return snifferProblem("AUX_SNIFFER_INTERFACE_GONE", message, { lastWords: exit.lastWords });
}
