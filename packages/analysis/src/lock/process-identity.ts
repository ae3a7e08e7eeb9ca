import { readFileSync } from "node:fs";

/** A process as it can be recognised later: numbers are given away again, with another start. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks from the host's start to the process'; empty where there is no /proc. */
  readonly startTicks: string;
}

/** Who this process is. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, startTicks: findStartTicks(process.pid) ?? "" };
}

/** True while the very process that is meant still runs. */
export function isAlive({ pid, startTicks }: ProcessIdentity): boolean {
  if (startTicks !== "") return findStartTicks(pid) === startTicks;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Source: proc(5), /proc/PID/stat: the name in brackets may hold anything; the start is the 20th field behind it. */
function findStartTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
