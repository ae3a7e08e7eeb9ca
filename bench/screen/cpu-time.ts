import { readdirSync, readFileSync } from "node:fs";

/** Processor time that all threads of a process have used, in milliseconds. Source: proc(5), /proc/[pid]/task/[tid]/schedstat. */
export function readCpuMs(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).reduce((sum, thread) => sum + readThreadMs(pid, thread), 0);
}

function readThreadMs(pid: number, thread: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]) / 1e6;
  } catch {
    // It has ended in between.
    return 0;
  }
}
