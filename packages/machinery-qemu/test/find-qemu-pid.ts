import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The pid of the QEMU whose sockets are beside this one. */
export function findQemuPid(socketPath: string | undefined): number {
  const monitor = `unix:${join(dirname(socketPath ?? ""), "monitor")}`;
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const found = pids.find((pid) => {
    const [file = "", ...args] = readArguments(pid);
    return file.includes("qemu-system") && args.some((arg) => arg.startsWith(monitor));
  });
  if (found === undefined) throw new Error(`no QEMU has the monitor ${monitor}`);
  return Number(found);
}

function readArguments(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}
