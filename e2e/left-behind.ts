import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";

/** What an analysis must not leave on this host. */
export interface LeftBehind {
  /** Private folders of machines: sockets and throw-away layers. */
  readonly folders: readonly string[];
  /** Command lines of processes that run a guest, capture, or serve a lab. */
  readonly processes: readonly string[];
}

const FOLDER = /^(?:machinery-qemu-|lab-dhcp-)/;
const PROGRAM = /qemu-system|tcpdump|udhcpd|lab-host/;

/** What there is now. Processes of other users of this host are told apart by a mark in their command line. */
export function listLeftBehind(mark: string): LeftBehind {
  const folders = readdirSync(tmpdir()).filter((name) => FOLDER.test(name));
  const processes = listCommandLines().filter((line) => PROGRAM.test(line) && line.includes(mark));
  return { folders: folders.sort(), processes };
}

/** Command lines of all processes that are no zombies. */
function listCommandLines(): string[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
      return words.join(" ").trim() || [];
    } catch {
      return [];
    }
  });
}

/** sha256 of a file. */
export function hashFile(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
