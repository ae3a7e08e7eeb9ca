import { readdirSync, readFileSync } from "node:fs";
import { findProcess, type ProcessStat } from "./process-identity.ts";

/** Every process that runs on this host, as far as it can be seen. None where there is no /proc. */
export function listProcesses(): ProcessStat[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => findProcess(Number(name)) ?? []);
  } catch {
    return [];
  }
}

/** Whether a process was started with this text at the beginning of one of its variables. False for one that cannot be read. */
export function hasVariable(pid: number, beginning: string): boolean {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, "latin1")}`.includes(`\0${beginning}`);
  } catch {
    return false;
  }
}

/** What a process is called, for a person; its number where that cannot be read. */
export function nameOfProcess(pid: number): string {
  try {
    return `${readFileSync(`/proc/${pid}/comm`, "latin1").trim()} (process ${pid})`;
  } catch {
    return `process ${pid}`;
  }
}
