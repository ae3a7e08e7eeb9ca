import { readFileSync, readlinkSync } from "node:fs";

/** Where process numbers mean what they say: until the host boots anew, and in the same container. */
export interface HostIdentity {
  /** Empty where the system does not say. */
  readonly bootId: string;
  readonly pidNamespace: string;
}

/** Source: random(4), /proc/sys/kernel/random/boot_id; pid_namespaces(7). */
export function readHostIdentity(): HostIdentity {
  return {
    bootId: textOr("", () => readFileSync("/proc/sys/kernel/random/boot_id", "latin1").trim()),
    pidNamespace: textOr("", () => readlinkSync("/proc/self/ns/pid")),
  };
}

function textOr(otherwise: string, read: () => string): string {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
