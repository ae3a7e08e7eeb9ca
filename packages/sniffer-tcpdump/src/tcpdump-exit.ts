import type { Problem, ToolExit } from "@aux/core";
import type { CapturePlan } from "./capture-plan.ts";
import { type SNIFFER_PROBLEMS, snifferProblem } from "./sniffer-problems.ts";

interface Explanation {
  readonly pattern: RegExp;
  readonly code: keyof typeof SNIFFER_PROBLEMS;
  /** A more exact remedy than the catalogue's. */
  readonly remedy?: (plan: CapturePlan) => string;
}

const INTERFACE_GONE = /The interface disappeared/;

/** What tcpdump 4.99 with libpcap 1.10 says when it cannot begin, or go on; the first that fits counts. */
const EXPLANATIONS: readonly Explanation[] = [
  { pattern: INTERFACE_GONE, code: "AUX_SNIFFER_INTERFACE_GONE" },
  {
    pattern: /You don't have permission to (perform this capture|capture)|socket: Operation not permitted/,
    code: "AUX_SNIFFER_PERMISSION",
    remedy: (plan) =>
      `Give tcpdump the right once: \`sudo setcap cap_net_raw+ep ${plan.tcpdumpPath}\`, or run as root.`,
  },
  { pattern: /No such device exists|No such device/, code: "AUX_SNIFFER_INTERFACE_MISSING" },
  {
    pattern: /That device is not up/,
    code: "AUX_SNIFFER_INTERFACE_DOWN",
    remedy: (plan) => `Bring it up: \`sudo ip link set dev ${plan.interface} up\`.`,
  },
  {
    pattern: /ethernet addresses supported only on/,
    code: "AUX_SNIFFER_MAC_NEEDS_INTERFACE",
    remedy: (plan) =>
      `Packets of ${plan.interface} carry no MAC: set \`interface\` to one with Ethernet frames, or give the machine an \`ip\` and no \`mac\`.`,
  },
  { pattern: /invalid data link type|is not one of the DLTs supported/, code: "AUX_SNIFFER_TCPDUMP_OLD" },
  { pattern: /Couldn't find user|Couldn't change to '/, code: "AUX_SNIFFER_USER_UNKNOWN" },
  {
    pattern:
      /Couldn't change ownership of savefile|: (Permission denied|Operation not permitted|Is a directory|Read-only file system|No such file or directory|No space left on device)$/m,
    code: "AUX_SNIFFER_FILE_REFUSED",
  },
  {
    pattern:
      /can't parse filter expression|unknown host|invalid IPv[46] address|syntax error|unknown (network|port|protocol)|illegal |expression rejects all packets/,
    code: "AUX_SNIFFER_FILTER_INVALID",
  },
];

/** True when tcpdump ended because its interface was removed. */
export function isInterfaceGone({ lastWords }: Pick<ToolExit, "lastWords">): boolean {
  return lastWords.some((line) => INTERFACE_GONE.test(line));
}

/** Tells why tcpdump ended, out of its last words; undefined when they say nothing known. */
export function explainTcpdumpExit(
  exit: Pick<ToolExit, "lastWords">,
  plan: CapturePlan,
): Problem | undefined {
  const words = exit.lastWords.join("\n");
  const found = EXPLANATIONS.find(({ pattern }) => pattern.test(words));
  if (found === undefined) return undefined;
  const line = exit.lastWords.find((word) => found.pattern.test(word)) ?? words;
  const { lastWords } = exit;
  const remedy = found.remedy?.(plan);
  return snifferProblem(found.code, line, remedy === undefined ? { lastWords } : { lastWords, remedy });
}
