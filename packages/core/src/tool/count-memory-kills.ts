import { readFileSync } from "node:fs";

/**
 * How many programs the kernel of this host has killed for want of memory, of the host or of a control group, since it
 * booted; 0 where it does not say. Source: proc_vmstat(5), `oom_kill`.
 */
export function countMemoryKills(path = "/proc/vmstat"): number {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync(path, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
