import { readFileSync } from "node:fs";

/** A process, told from a later one with the same number by when it started. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In clock ticks since the host booted. */
  readonly startTicks: string;
}

/** Undefined when there is no such process. Source: proc(5), /proc/PID/stat, field 22. */
export function findProcess(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const startTicks = rest[18];
    return startTicks === undefined || state === "Z" || state === "X" ? undefined : { pid, startTicks };
  } catch {
    return undefined;
  }
}

/** Whether that very process still runs. */
export function isRunning(identity: ProcessIdentity): boolean {
  return findProcess(identity.pid)?.startTicks === identity.startTicks;
}
