import { AuxiliaryError, type Machine } from "@aux/core";
import { buildOwnTrafficFilter } from "./capture-filter.ts";
import { assertSelfContained, type FilterPlan, findTcpdump } from "./capture-plan.ts";
import { parseMachineTraffic } from "./machine-traffic.ts";
import type { SnifferTcpdumpOptions } from "./sniffer-options.ts";
import { snifferProblem } from "./sniffer-problems.ts";

/** What QEMU will record. */
export interface QemuPlan {
  /** Unix socket of the machine's monitor. */
  readonly qmp: string;
  /** QEMU's id of the network backend. */
  readonly netdev: string;
  /** Applied by tcpdump afterwards; missing when everything is kept, and then no tcpdump is needed. */
  readonly filter?: FilterPlan;
}

/**
 * Decides what QEMU records of a machine: undefined when tcpdump is to do it. With `capture = auto` QEMU does it where
 * the machine has a monitor and a network backend, and neither it nor the section names an interface.
 *
 * @throws AUX_SNIFFER_QEMU_UNKNOWN, AUX_SNIFFER_MACHINE_INVALID, AUX_SNIFFER_FILTER_INVALID, AUX_TOOL_MISSING
 */
export function findQemuPlan(
  section: string,
  machine: Machine,
  options: SnifferTcpdumpOptions,
): QemuPlan | undefined {
  const { qmp, netdev } = machine;
  if (options.capture === "tcpdump") return undefined;
  const hasInterface = machine.interface !== undefined || options.interface !== undefined;
  if (options.capture === "auto" && (hasInterface || qmp === undefined || netdev === undefined))
    return undefined;
  if (qmp === undefined || netdev === undefined) throw unknown(section, machine.name);
  const filter = buildFilterPlan(section, netdev, machine, options);
  return {
    qmp,
    netdev,
    ...(filter.filter === "" ? {} : { filter: { ...filter, tcpdumpPath: findTcpdump(options) } }),
  };
}

function buildFilterPlan(
  section: string,
  netdev: string,
  machine: Machine,
  { bpf, includeControlTraffic: includesControlTraffic }: SnifferTcpdumpOptions,
): Omit<FilterPlan, "tcpdumpPath"> {
  assertSelfContained(section, bpf);
  const traffic = parseMachineTraffic(machine);
  const filter = buildOwnTrafficFilter({ traffic, includesControlTraffic, bpf });
  return { section, interface: netdev, linkType: "EN10MB", filter, bpf };
}

function unknown(section: string, name: string): AuxiliaryError {
  const message = `capture = qemu, and the machine ${name} has no monitor or no network backend of QEMU`;
  const at = { section, key: "capture" };
  return new AuxiliaryError(snifferProblem("AUX_SNIFFER_QEMU_UNKNOWN", message, { at }));
}
