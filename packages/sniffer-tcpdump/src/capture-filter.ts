import { AuxiliaryError } from "@aux/core";
import { ANY_INTERFACE, hasEthernetAddresses, LOOPBACK_INDEX } from "./interface-name.ts";
import type { MachineTraffic } from "./machine-traffic.ts";
import { snifferProblem } from "./sniffer-problems.ts";

/** What decides which packets are kept. */
export interface CaptureScope {
  readonly interface: string;
  readonly traffic: MachineTraffic;
  readonly includesControlTraffic: boolean;
  /** The user's own filter, checked by `isSelfContained`. */
  readonly bpf?: string | undefined;
}

/** How the machine's packets are told from others: by its MAC (also IPv6, ARP, DHCP), its IP, or not at all. */
export type MachineAddress =
  | { readonly kind: "mac"; readonly value: string }
  | { readonly kind: "ip"; readonly value: string }
  | { readonly kind: "none" };

/**
 * Chooses the MAC when the interface's frames carry one, else the IP, else nothing.
 *
 * @throws AUX_SNIFFER_MAC_NEEDS_INTERFACE when the MAC is all that is known and cannot work
 */
export function chooseMachineAddress(interfaceName: string, traffic: MachineTraffic): MachineAddress {
  const { mac, ip } = traffic;
  if (mac !== undefined && hasEthernetAddresses(interfaceName)) return { kind: "mac", value: mac };
  if (ip !== undefined) return { kind: "ip", value: ip };
  if (mac === undefined) return { kind: "none" };
  const message = `packets of ${interfaceName} carry no MAC address, and ${mac} is all that is known of the machine`;
  throw new AuxiliaryError(snifferProblem("AUX_SNIFFER_MAC_NEEDS_INTERFACE", message));
}

/**
 * Builds the expression for tcpdump: the machine's packets, without its control traffic, and the user's filter. Empty
 * when everything is kept. Source: pcap-filter(7).
 *
 * @throws AUX_SNIFFER_MAC_NEEDS_INTERFACE
 */
export function buildCaptureFilter(scope: CaptureScope): string {
  const { traffic } = scope;
  const address = chooseMachineAddress(scope.interface, traffic);
  const isAny = scope.interface === ANY_INTERFACE;
  const parts = [buildMachinePart(address), isAny ? ONE_LOOPBACK_COPY : undefined];
  return joinParts([...parts, ...buildWishes(scope, address)]);
}

/** Builds the expression for packets that are all the machine's own: only what the section leaves out of them. */
export function buildOwnTrafficFilter(scope: Omit<CaptureScope, "interface">): string {
  const { mac } = scope.traffic;
  const address: MachineAddress = mac === undefined ? { kind: "none" } : { kind: "mac", value: mac };
  return joinParts(buildWishes(scope, address));
}

/** The user's filter comes last, because words like `vlan` change how all that follows them is read. */
function buildWishes(scope: Omit<CaptureScope, "interface">, address: MachineAddress) {
  const { traffic, bpf, includesControlTraffic } = scope;
  const control = includesControlTraffic ? [] : [buildAgentPart(address, traffic), buildServerPart(traffic)];
  return [...control, bpf === undefined ? undefined : `(${bpf})`];
}

function joinParts(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(" and ");
}

/**
 * True when an expression stays inside the parentheses that are put around it: `arp) or (ip` does not, and would widen
 * the filter to other machines' traffic.
 */
export function isSelfContained(bpf: string): boolean {
  let depth = 0;
  for (const character of bpf) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/**
 * On `any` the kernel counts a loopback packet as it leaves and as it arrives, and libpcap throws the first away
 * unseen. Without that copy the kernel's count and tcpdump's are the same, which the drain relies on.
 */
const ONE_LOOPBACK_COPY = `not (outbound and ifindex ${LOOPBACK_INDEX})`;

function buildMachinePart(address: MachineAddress): string | undefined {
  if (address.kind === "none") return undefined;
  return address.kind === "mac" ? `ether host ${address.value}` : `host ${address.value}`;
}

/** The agent listens inside the machine; the same port on other hosts is the program's business. */
function buildAgentPart(address: MachineAddress, { agentPort }: MachineTraffic): string | undefined {
  if (agentPort === undefined) return undefined;
  if (address.kind === "none") return `not (tcp port ${agentPort})`;
  return buildExclusion(address.kind === "mac" ? "ether" : "", address.value, agentPort);
}

function buildServerPart({ resultServer }: MachineTraffic): string | undefined {
  return resultServer === undefined ? undefined : buildExclusion("", resultServer.ip, resultServer.port);
}

function buildExclusion(layer: "ether" | "", host: string, port: number): string {
  const [to, from] = layer === "ether" ? ["ether dst", "ether src"] : ["dst host", "src host"];
  return `not ((${to} ${host} and tcp dst port ${port}) or (${from} ${host} and tcp src port ${port}))`;
}
