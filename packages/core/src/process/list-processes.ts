import { readdirSync, readFileSync } from "node:fs";
import { findProcess, type ProcessStat } from "./process-identity.ts";

/** Every process that runs on this host, as far as it can be seen. None where there is no /proc. */
export function listProcesses(): ProcessStat[] {
  return listNumbers().flatMap((pid) => findProcess(pid) ?? []);
}

/** The numbers of all processes of this host. None where there is no /proc. */
export function listNumbers(): number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Whether a process was started with this text at the beginning of one of its variables. False for one that cannot be read. */
export function hasVariable(pid: number, beginning: string): boolean {
  return readEnvironment(pid).includes(`\0${beginning}`);
}

/** What a variable was when the process was started. Undefined where it had none, or cannot be read. */
export function findVariable(pid: number, name: string): string | undefined {
  const environment = readEnvironment(pid);
  const start = environment.indexOf(`\0${name}=`);
  if (start < 0) return undefined;
  const valueStart = start + name.length + 2;
  return environment.slice(valueStart, environment.indexOf("\0", valueStart));
}

/** Each variable with \0 before and behind it. */
function readEnvironment(pid: number): string {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, "latin1")}\0`;
  } catch {
    return "";
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
