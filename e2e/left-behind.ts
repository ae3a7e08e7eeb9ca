import { createHash } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A network namespace, by its number. */
export function findNamespace(pid: number): string {
  return readlinkSync(`/proc/${pid}/ns/net`);
}

/** Command lines of all processes in a network namespace; it exists, with its taps, as long as there is one. */
export function listProcesses(namespace: string): string[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      if (readlinkSync(`/proc/${pid}/ns/net`) !== namespace) return [];
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}

/** All files and folders below a folder, by their paths in it. */
export function listFiles(folderPath: string): string[] {
  return readdirSync(folderPath, { recursive: true, encoding: "utf8" }).sort();
}

/** sha256 of a file. */
export function hashFile(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
