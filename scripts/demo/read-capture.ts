import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { findCommand } from "../system/find-command.ts";

const READ_TIMEOUT_MS = 30_000;

/** One line per packet of a capture file, as `tcpdump -n -r` prints them. */
export function readCapture(pcapPath: string): readonly string[] {
  // As root tcpdump gives its rights up before it opens a file, so it is handed the open file instead.
  const descriptor = openSync(pcapPath, "r");
  try {
    const result = spawnSync(findCommand("tcpdump") ?? "tcpdump", ["-n", "-r", "-"], {
      stdio: [descriptor, "pipe", "pipe"],
      encoding: "utf8",
      timeout: READ_TIMEOUT_MS,
      maxBuffer: 64 * 1024 * 1024,
    });
    if (result.status !== 0) throw new Error(`tcpdump cannot read ${pcapPath}: ${result.stderr.trim()}`);
    return result.stdout.split("\n").filter(Boolean);
  } finally {
    closeSync(descriptor);
  }
}
