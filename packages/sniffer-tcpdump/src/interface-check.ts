import { readFile } from "node:fs/promises";
import type { Problem } from "@aux/core";
import type { CapturePlan } from "./capture-plan.ts";
import { ANY_INTERFACE } from "./interface-name.ts";
import { snifferProblem } from "./sniffer-problems.ts";

/** Always this process' own network namespace, which `/sys/class/net` is not after `unshare`. */
const INTERFACES_PATH = "/proc/self/net/dev";

/** Finds AUX_SNIFFER_INTERFACE_MISSING; located at the option when the section named the interface. */
export async function findInterfaceProblem(plan: CapturePlan): Promise<Problem | undefined> {
  if (plan.interface === ANY_INTERFACE) return undefined;
  const names = parseInterfaceNames(await readFile(INTERFACES_PATH, "utf8"));
  if (names.includes(plan.interface)) return undefined;
  const message = `there is no network interface ${plan.interface}; there are ${names.join(", ")}`;
  const details = plan.isInterfaceFromOptions ? { at: { section: plan.section, key: "interface" } } : {};
  return snifferProblem("AUX_SNIFFER_INTERFACE_MISSING", message, details);
}

/** The names in the kernel's table of interfaces. Source: proc(5), `/proc/net/dev`. */
export function parseInterfaceNames(table: string): readonly string[] {
  return table
    .split("\n")
    .slice(2)
    .map((line) => line.slice(0, Math.max(0, line.lastIndexOf(":"))).trim())
    .filter((name) => name !== "");
}
