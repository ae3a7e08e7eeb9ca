import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Waits until no process of the group does anything of its own any more. False when the signal aborts first.
 *
 * The guard's watcher is of the group, too, and stays until the group is killed, so an empty group cannot be waited for.
 */
export async function isGroupQuiet(groupId: number, watch: AbortSignal): Promise<boolean> {
  while (hasOwnMembers(groupId)) {
    if (watch.aborted) return false;
    await delay(LOOK_MS);
  }
  return true;
}

const LOOK_MS = 20;

function hasOwnMembers(groupId: number): boolean {
  return processIds().some((pid) => isMember(pid, groupId) && !isWatcher(pid));
}

/** No process where there is no /proc: what is left is killed at once then. */
function processIds(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

/** Source: proc(5), /proc/PID/stat: the name in brackets, then state, parent, group. */
function isMember(pid: string, groupId: number): boolean {
  const stat = readProcess(pid, "stat");
  const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return group === String(groupId) && state !== "Z" && state !== "X";
}

/** The watcher's arguments are `/bin/sh -c SCRIPT guard FILE …`. */
function isWatcher(pid: string): boolean {
  const [shell, option, , name] = readProcess(pid, "cmdline").split("\0");
  return shell === "/bin/sh" && option === "-c" && name === "guard";
}

function readProcess(pid: string, file: "stat" | "cmdline"): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "latin1");
  } catch {
    return "";
  }
}
