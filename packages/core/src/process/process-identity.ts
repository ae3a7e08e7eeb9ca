import { readFileSync } from "node:fs";

/** A process as it can be recognised later: its number may have been given away again, with another start. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks from the host's start to the process'; empty where there is no /proc. */
  readonly startTicks: string;
}

/** What /proc tells of a process that runs. */
export interface ProcessStat extends ProcessIdentity {
  readonly groupId: number;
  readonly sessionId: number;
}

/** Who this process is. */
export function ownIdentity(): ProcessIdentity {
  return identityOf(process.pid);
}

/** Who a child is that was just started: as its parent has not waited for it yet, its number is its own. */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, startTicks: readStat(pid)?.[START] ?? "" };
}

/** True while the very process that is meant still runs. One that has ended and is not yet waited for is gone. */
export function isAlive({ pid, startTicks }: ProcessIdentity): boolean {
  if (startTicks !== "") return findProcess(pid)?.startTicks === startTicks;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** What runs under this number. Undefined when nothing does, and where there is no /proc. */
export function findProcess(pid: number): ProcessStat | undefined {
  const fields = readStat(pid);
  const startTicks = fields?.[START];
  if (fields === undefined || startTicks === undefined || ENDED.has(fields[STATE] ?? "")) return undefined;
  return { pid, startTicks, groupId: Number(fields[GROUP]), sessionId: Number(fields[SESSION]) };
}

const STATE = 0;
const GROUP = 2;
const SESSION = 3;
const START = 19;
const ENDED: ReadonlySet<string> = new Set(["Z", "X"]);

/** Source: proc(5), /proc/PID/stat: the name in brackets may hold anything; the fields counted here come behind it. */
function readStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
