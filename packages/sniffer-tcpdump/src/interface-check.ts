import type { Problem } from "@aux/core";
import type { CapturePlan } from "./capture-plan.ts";
import { ANY_INTERFACE } from "./interface-name.ts";
import { loadInterfaces } from "./interface-table.ts";
import { snifferProblem } from "./sniffer-problems.ts";

/**
 * Finds AUX_SNIFFER_INTERFACE_MISSING, unless the interface is waited for; located at the option when the section named
 * the interface.
 */
export async function findInterfaceProblem(plan: CapturePlan): Promise<Problem | undefined> {
  if (plan.interface === ANY_INTERFACE || plan.isAwaited) return undefined;
  const names = (await loadInterfaces()).map(({ name }) => name);
  if (names.includes(plan.interface)) return undefined;
  const message = `there is no network interface ${plan.interface}; there are ${names.join(", ")}`;
  const details = plan.isInterfaceFromOptions ? { at: { section: plan.section, key: "interface" } } : {};
  return snifferProblem("AUX_SNIFFER_INTERFACE_MISSING", message, details);
}
