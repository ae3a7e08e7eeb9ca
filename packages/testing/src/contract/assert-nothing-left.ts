import assert from "node:assert/strict";
import { describeLeftovers } from "../leftovers/describe-leftovers.ts";
import { hasLeftovers, type Leftovers } from "../leftovers/leftovers.ts";

const REMEDIES = {
  processes:
    "Start programs by this.tool(), which ends them; else register how to end them by this.onCleanup() right after the spawn.",
  handles: "Close it in stop(), or register how to by this.onCleanup() at the moment it is made.",
  descriptors: "Close it in stop(), or register how to by this.onCleanup() at the moment it is opened.",
  files: "Write below this.analysisPath only, and remove temporary files by this.onCleanup().",
} as const;

const NOUNS = {
  processes: "a process",
  handles: "a handle",
  descriptors: "a file descriptor",
  files: "a file outside the analysis folder",
};

/** Fails when something of one kind was left; the message says what, and how to get rid of it. */
export function assertNoneLeft(kind: keyof Leftovers, leftovers: Leftovers, when: string): void {
  const none: Leftovers = { processes: [], handles: [], descriptors: [], files: [] };
  const found = describeLeftovers({ ...none, [kind]: leftovers[kind] });
  assert.ok(found === "", `${NOUNS[kind]} was left ${when}:\n${found}\n${REMEDIES[kind]}`);
}

/** Fails when anything was left. A process holds handles and descriptors too, so only the first kind is named. */
export function assertNothingLeft(leftovers: Leftovers, when: string): void {
  for (const kind of ["processes", "handles", "descriptors", "files"] as const)
    assertNoneLeft(kind, leftovers, when);
  assert.ok(!hasLeftovers(leftovers));
}
