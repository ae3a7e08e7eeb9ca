import type { Isolation } from "../lab/isolation.ts";
import type { ServiceEntry } from "../lab/services/service-log.ts";
import type { GuestLog, SentRequest } from "./guest-log.ts";
import type { Packet } from "./packet.ts";

/** One source's account of what was sent, held against the capture. */
export interface Comparison {
  /** Who says so, and what. */
  readonly source: string;
  /** How many the source knows. */
  readonly told: number;
  /** How many of these the capture has. */
  readonly found: number;
  /** What the capture lacks, or has too much of, in words; empty when both agree. */
  readonly missing: readonly string[];
}

/** All that is known about one machine's traffic. */
export interface Traffic {
  readonly packets: readonly Packet[];
  readonly mac: string;
  readonly log: GuestLog;
  /** What the servers were asked by this machine. */
  readonly entries: readonly ServiceEntry[];
  /** Frames that the host's kernel received from the machine's tap. */
  readonly tapFrames?: number | undefined;
  readonly isolation: Isolation;
}

/** Holds a capture against what the guest, the servers and the host's kernel say: none of them knows of the others. */
export function compareCapture(traffic: Traffic): Comparison[] {
  const { packets, mac, log, entries, tapFrames } = traffic;
  const own = packets.filter(({ from }) => from === mac);
  return [
    compareRequests(log.sent, own),
    compareEntries(entries, own, traffic.isolation),
    compareCount("frames that the guest's network driver counted", log.framesSent, own.length),
    ...(tapFrames === undefined
      ? []
      : [compareCount("frames that this host's kernel received from the guest", tapFrames, own.length)]),
  ];
}

function compareRequests(sent: readonly SentRequest[], own: readonly Packet[]): Comparison {
  const missing = sent.filter((request) => !isInCapture(request, own));
  return {
    source: "requests that the guest logged",
    told: sent.length,
    found: sent.length - missing.length,
    missing: missing.map(({ number, kind, what }) => `${number} ${kind} ${what}`),
  };
}

function isInCapture({ kind, what }: SentRequest, own: readonly Packet[]): boolean {
  if (kind === "ping") return own.filter(({ text }) => text === "echo request").length >= Number(what);
  return own.some(({ text }) => text === what);
}

/** The servers see the guest's own ports, except behind QEMU's user-mode network. */
function compareEntries(
  entries: readonly ServiceEntry[],
  own: readonly Packet[],
  isolation: Isolation,
): Comparison {
  const asked = entries.filter(({ service }) => service !== "dhcp");
  const missing = asked.filter(({ what, from }) => {
    const port = Number(from.slice(from.lastIndexOf(":") + 1));
    return !own.some(
      ({ text, fromPort }) => text === what && (isolation === "user-mode" || fromPort === port),
    );
  });
  return {
    source: "requests that the servers answered",
    told: asked.length,
    found: asked.length - missing.length,
    missing: missing.map(({ service, from, what }) => `${service} ${what} from ${from}`),
  };
}

function compareCount(source: string, told: number | undefined, found: number): Comparison {
  const missing = told === found ? [] : [`${told ?? "an unknown number"} told, ${found} captured`];
  return { source, told: told ?? 0, found, missing };
}

/** How many packets of each kind there are, the most frequent first. */
export function countKinds(packets: readonly Packet[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { kind } of packets) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}
