import { parseQuestion } from "../lab/services/dns-message.ts";
import type { Frame } from "./read-frames.ts";

/** What a frame carries, as far as a person asks. */
export type PacketKind = "ARP" | "DHCP" | "DNS" | "HTTP" | "TCP" | "UDP" | "ICMP" | "ICMPv6" | "other";

/** A frame that was looked into. */
export interface Packet {
  readonly atMs: number;
  /** Ethernet address of the sender. */
  readonly from: string;
  readonly kind: PacketKind;
  /** The name asked for, the path asked for; empty for all others. */
  readonly text: string;
  /** Of UDP and TCP; 0 for all others. */
  readonly fromPort: number;
}

/** Where the servers of a lab listen. */
export interface KnownPorts {
  readonly dns: number;
  readonly http: number;
}

const ETHERNET_BYTES = 14;
const IPV6_BYTES = 40;
const DHCP_PORTS = [67, 68];

/** Tells what is in an Ethernet frame (RFC 894, 791, 8200, 768, 9293). */
export function parsePacket({ atMs, bytes }: Frame, ports: KnownPorts): Packet {
  const from = bytes.toString("hex", 6, 12).replace(/(..)(?!$)/g, "$1:");
  return { atMs, from, fromPort: 0, text: "", ...parseContent(bytes, ports) };
}

type Content = Pick<Packet, "kind"> & Partial<Packet>;

function parseContent(bytes: Buffer, ports: KnownPorts): Content {
  const type = bytes.readUInt16BE(12);
  if (type === 0x0806) return { kind: "ARP" };
  const ip = bytes.subarray(ETHERNET_BYTES);
  if (type === 0x0800) return parseTransport(ip[9], ip.subarray(4 * ((ip[0] ?? 0) & 0x0f)), ports);
  if (type === 0x86dd) return parseIpv6(ip, ports);
  return { kind: "other" };
}

/** Reports of multicast listeners have a hop-by-hop header in between. */
function parseIpv6(ip: Buffer, ports: KnownPorts): Content {
  const next = ip[6];
  const body = ip.subarray(IPV6_BYTES);
  if (next !== 0) return parseTransport(next, body, ports);
  return parseTransport(body[0], body.subarray(8 * (1 + (body[1] ?? 0))), ports);
}

function parseTransport(protocol: number | undefined, body: Buffer, ports: KnownPorts): Content {
  if (protocol === 1) return { kind: "ICMP", text: body[0] === 8 ? "echo request" : "" };
  if (protocol === 58) return { kind: "ICMPv6" };
  if (protocol === 17) return parseUdp(body, ports);
  if (protocol === 6) return parseTcp(body, ports);
  return { kind: "other" };
}

function parseUdp(body: Buffer, ports: KnownPorts): Content {
  const fromPort = body.readUInt16BE(0);
  const toPort = body.readUInt16BE(2);
  if (DHCP_PORTS.includes(toPort)) return { kind: "DHCP", fromPort };
  if (![fromPort, toPort].includes(ports.dns)) return { kind: "UDP", fromPort };
  return { kind: "DNS", fromPort, text: parseQuestion(body.subarray(8))?.name ?? "" };
}

function parseTcp(body: Buffer, ports: KnownPorts): Content {
  const fromPort = body.readUInt16BE(0);
  const payload = body.toString("latin1", 4 * ((body[12] ?? 0) >> 4));
  const path = /^[A-Z]+ (\S+) HTTP\/1/.exec(payload)?.[1];
  if (path !== undefined) return { kind: "HTTP", fromPort, text: path };
  const isAnswer = fromPort === ports.http && payload.startsWith("HTTP/1");
  return { kind: isAnswer ? "HTTP" : "TCP", fromPort };
}
