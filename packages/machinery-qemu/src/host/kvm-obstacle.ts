import { accessSync, constants, readFileSync } from "node:fs";
import { reasonOf } from "@aux/core";

/**
 * Why this host cannot run a machine with KVM; undefined when it can.
 *
 * That /dev/kvm can be opened is not enough: a host without the processor's extensions may offer it all the same, and a
 * guest then runs its firmware and hangs in its kernel.
 */
export function findKvmObstacle(
  places = { cpuinfo: "/proc/cpuinfo", device: "/dev/kvm" },
): string | undefined {
  if (process.arch !== "x64") return `this host's processor is ${process.arch}, the machine's is x86_64`;
  if (!hasExtensions(places.cpuinfo)) return "the processor offers neither vmx nor svm";
  try {
    accessSync(places.device, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** Source: proc(5), /proc/cpuinfo. */
function hasExtensions(path: string): boolean {
  try {
    return /^flags\s*:.*\b(vmx|svm)\b/m.test(readFileSync(path, "latin1"));
  } catch {
    return false;
  }
}
