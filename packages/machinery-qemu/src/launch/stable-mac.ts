import { createHash } from "node:crypto";

/** The Ethernet address of a machine that has none: always the same for one name, in QEMU's own range `52:54:00`. */
export function buildStableMac(name: string): string {
  const digest = createHash("sha256").update(name).digest();
  const own = [...digest.subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, "0"));
  return ["52", "54", "00", ...own].join(":");
}
