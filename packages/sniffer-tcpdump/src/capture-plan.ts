import { AuxiliaryError, findExecutable, type Machine } from "@aux/core";
import {
  buildCaptureFilter,
  chooseMachineAddress,
  isSelfContained,
  type MachineAddress,
} from "./capture-filter.ts";
import { ANY_INTERFACE } from "./interface-name.ts";
import { parseMachineTraffic } from "./machine-traffic.ts";
import type { SnifferTcpdumpOptions } from "./sniffer-options.ts";
import { snifferProblem } from "./sniffer-problems.ts";

/** The command that installs tcpdump. */
export const INSTALL_HINT = "apt-get install tcpdump";

/** A filter, and what is needed to check it. */
export interface FilterPlan {
  /** The section that a problem with an option is located at. */
  readonly section: string;
  /** Absolute path of the program. */
  readonly tcpdumpPath: string;
  /** Where the packets come from: an interface, or a network backend of QEMU. */
  readonly interface: string;
  /** The format of the packets, by libpcap's name. */
  readonly linkType: "EN10MB" | "LINUX_SLL2";
  /** Empty when everything is kept. */
  readonly filter: string;
  /** The user's part of it. */
  readonly bpf?: string | undefined;
}

/** What tcpdump will capture, and how: all decided before it starts. */
export interface CapturePlan extends FilterPlan {
  /** True when the section named the interface that is used. */
  readonly isInterfaceFromOptions: boolean;
  /** True when the interface may appear after the start and be removed before the stop. */
  readonly isAwaited: boolean;
  readonly address: MachineAddress;
}

/**
 * Decides what to capture of a machine.
 *
 * @throws AUX_TOOL_MISSING, AUX_SNIFFER_MACHINE_INVALID, AUX_SNIFFER_MAC_NEEDS_INTERFACE, AUX_SNIFFER_FILTER_INVALID
 */
export function buildCapturePlan(
  section: string,
  machine: Machine,
  options: SnifferTcpdumpOptions,
): CapturePlan {
  const traffic = parseMachineTraffic(machine);
  const name = traffic.interface ?? options.interface ?? ANY_INTERFACE;
  const { bpf, includeControlTraffic: includesControlTraffic, waitForInterface } = options;
  assertSelfContained(section, bpf);
  return {
    section,
    tcpdumpPath: findTcpdump(options),
    interface: name,
    isAwaited: waitForInterface && name !== ANY_INTERFACE,
    isInterfaceFromOptions: traffic.interface === undefined && options.interface !== undefined,
    linkType: name === ANY_INTERFACE ? "LINUX_SLL2" : "EN10MB",
    address: chooseMachineAddress(name, traffic),
    filter: buildCaptureFilter({ interface: name, traffic, includesControlTraffic, bpf }),
    bpf,
  };
}

/** The program to run. @throws AUX_TOOL_MISSING */
export function findTcpdump({ tcpdump = "tcpdump" }: SnifferTcpdumpOptions): string {
  return findExecutable(tcpdump, { installHint: INSTALL_HINT });
}

/** @throws AUX_SNIFFER_FILTER_INVALID for parentheses that do not pair */
export function assertSelfContained(section: string, bpf: string | undefined): void {
  if (bpf === undefined || isSelfContained(bpf)) return;
  const message = `bpf ${JSON.stringify(bpf)} has parentheses that do not pair`;
  throw new AuxiliaryError(
    snifferProblem("AUX_SNIFFER_FILTER_INVALID", message, { at: { section, key: "bpf" } }),
  );
}
