import type { CapturePlan } from "./capture-plan.ts";
import { ANY_INTERFACE } from "./interface-name.ts";
import type { SnifferTcpdumpOptions } from "./sniffer-options.ts";

/**
 * Builds tcpdump's arguments. Without `--immediate-mode`, whose buffer holds a handful of packets, and without `-U`,
 * which costs several times the CPU. Source: tcpdump(1).
 */
export function buildTcpdumpArguments(
  plan: CapturePlan,
  options: SnifferTcpdumpOptions,
  pcapPath: string,
): readonly string[] {
  const { interface: name, linkType, filter } = plan;
  const { snaplen, bufferSize, user } = options;
  const args = ["-n", "-i", name, "-s", String(snaplen), "-B", String(bufferSize), "-w", pcapPath];
  // An older format knows no interface number, which the filter on `any` needs.
  if (name === ANY_INTERFACE) args.push("-y", linkType);
  if (user !== undefined) args.push("-Z", user);
  if (filter !== "") args.push("--", filter);
  return args;
}
