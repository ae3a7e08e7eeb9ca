import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { JOURNAL_FILE } from "./journal-event.ts";
import { parseJournalLine } from "./parse-journal-line.ts";

/** Longer than the last line of a run that ended. */
const END_BYTES = 1024;

/** Whether a folder holds the journal of a run that was not ended in order, by a look at the journal's end. */
export function isJournalOpen(folder: string): boolean {
  try {
    const path = join(folder, JOURNAL_FILE);
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const last = readEnd(descriptor).trimEnd().split("\n").at(-1) ?? "";
      return parseJournalLine(last)?.event !== "end";
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return false;
  }
}

function readEnd(descriptor: number): string {
  const { size } = fstatSync(descriptor);
  const buffer = Buffer.alloc(Math.min(size, END_BYTES));
  const read = readSync(descriptor, buffer, 0, buffer.length, size - buffer.length);
  return buffer.toString("utf8", 0, read);
}
