import { readFileSync } from "node:fs";

/** Whether this process' network has an interface of that name, up or down. Source: proc(5), /proc/net/dev. */
export function isInterfaceThere(name: string): boolean {
  const lines = readFileSync("/proc/self/net/dev", "latin1").split("\n").slice(2);
  return lines.some((line) => line.slice(0, line.lastIndexOf(":")).trim() === name);
}
