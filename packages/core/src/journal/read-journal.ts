import { join } from "node:path";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import { readOwnFile } from "../record/own-file.ts";
import { JOURNAL_FILE, JOURNAL_VERSION, type JournalLine, type RunBegan } from "./journal-event.ts";
import { parseJournalLine } from "./parse-journal-line.ts";

const LARGEST_BYTES = 16 * 1024 * 1024;

/** What a journal says: whose run it is, and all that happened after. */
export interface JournalText {
  readonly began: RunBegan & JournalLine;
  readonly lines: readonly JournalLine[];
}

/**
 * Reads the journal of an analysis folder. Lines that were cut or are garbage are left out.
 *
 * @returns undefined when there is none
 * @throws AUX_FOLDER_FOREIGN when others could have written it
 * @throws AUX_JOURNAL_VERSION, AUX_JOURNAL_UNREADABLE
 */
export function readJournal(folder: string): JournalText | undefined {
  const path = join(folder, JOURNAL_FILE);
  const text = readOwnFile(path, LARGEST_BYTES);
  if (text === undefined) return undefined;
  const [first = "", ...rest] = text.split("\n");
  assertVersion(path, first);
  const began = parseJournalLine(first);
  if (began?.event !== "run") throw unreadable(path, "its first line does not say whose run it is");
  return { began, lines: rest.flatMap((line) => parseJournalLine(line) ?? []) };
}

/** A later version's first line may look otherwise, but for its number. */
function assertVersion(path: string, first: string): void {
  const version = /"journal":(\d{1,9})[,}]/.exec(first)?.[1];
  if (version === undefined || Number(version) <= JOURNAL_VERSION) return;
  const message = `${path} was written by a newer @aux/core: format ${version}, this one knows ${JOURNAL_VERSION}`;
  throw new AuxiliaryError(coreProblem("AUX_JOURNAL_VERSION", message));
}

function unreadable(path: string, why: string): AuxiliaryError {
  return new AuxiliaryError(coreProblem("AUX_JOURNAL_UNREADABLE", `${path} cannot be used: ${why}`));
}
