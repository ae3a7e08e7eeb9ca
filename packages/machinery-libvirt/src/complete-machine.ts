import { AuxiliaryError, type Machine } from "@aux/core";
import type { Domain } from "./domain.ts";
import type { DomainInterface } from "./domain-interface.ts";
import { libvirtProblem } from "./libvirt-problems.ts";

/**
 * The machine's data with what libvirt knows better: Ethernet address and host-side interface. What the section says
 * wins, and tells which interface is meant where the domain has several; else it is the first.
 *
 * @throws AUX_LIBVIRT_MAC_UNKNOWN, and what virsh's calls throw
 */
export async function completeMachine(machine: Machine, domain: Domain): Promise<Machine> {
  const interfaces = await domain.interfaces();
  const own = machine.mac?.toLowerCase();
  const chosen = own === undefined ? interfaces[0] : interfaces.find(({ mac }) => mac === own);
  if (chosen === undefined) {
    if (own === undefined) return machine;
    throw macUnknown(own, domain, interfaces);
  }
  const hostSide = machine.interface ?? (await findHostSide(chosen, domain));
  return { ...machine, mac: chosen.mac, ...(hostSide === undefined ? {} : { interface: hostSide }) };
}

/**
 * The interface of this host where all of the machine's traffic can be seen. The bridge comes first: it is there before
 * the machine and after it, a tap goes off with the machine, and with it what a capture has not read yet.
 */
async function findHostSide(
  { type, source, target }: DomainInterface,
  domain: Domain,
): Promise<string | undefined> {
  if (type === "bridge" || type === "direct") return source ?? target;
  if (type !== "network" || source === undefined) return target;
  try {
    return (await domain.bridgeOf(source)) ?? target;
  } catch (error) {
    if (AuxiliaryError.is(error) && error.code === "AUX_LIBVIRT_FAILED") return target;
    throw error;
  }
}

function macUnknown(mac: string, domain: Domain, interfaces: readonly DomainInterface[]): AuxiliaryError {
  const known = interfaces.map((each) => each.mac).join(", ") || "none";
  const message = `the domain ${domain.name} has no network interface with the address ${mac}; it has ${known}`;
  return new AuxiliaryError(
    libvirtProblem("AUX_LIBVIRT_MAC_UNKNOWN", message, { at: { key: "mac", value: mac, allowed: known } }),
  );
}
