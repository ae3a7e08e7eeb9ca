import { accessSync, chmodSync, constants, existsSync, lstatSync, mkdirSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import { JOURNAL_FILE } from "../journal/journal-event.ts";
import { RECORD_FILE } from "./record.ts";

/**
 * Makes the analysis folder (mode 0700) where it does not exist, takes others' rights away from one that does, and
 * refuses one that cannot take a run's results, or that somebody else could fill with links to other places.
 *
 * @returns the folders it made, innermost first
 * @throws AUX_FOLDER_NOT_FOLDER, AUX_FOLDER_OCCUPIED, AUX_FOLDER_NOT_WRITABLE, AUX_FOLDER_FOREIGN
 */
export function prepareAnalysisFolder(path: string): readonly string[] {
  const existing = statIfAny(path);
  const made = existing === undefined ? makeFolder(path) : [];
  if (existing !== undefined && !existing.isDirectory()) {
    throw new AuxiliaryError(coreProblem("AUX_FOLDER_NOT_FOLDER", `${path} exists and is no folder`));
  }
  for (const file of [RECORD_FILE, JOURNAL_FILE]) {
    if (!existsSync(join(path, file))) continue;
    throw new AuxiliaryError(
      coreProblem("AUX_FOLDER_OCCUPIED", `${path} already holds another run's ${file}`),
    );
  }
  if (existing !== undefined) makePrivate(path, existing);
  assertWritable(path);
  return made;
}

/** What is left in it by others, before this run or during it, could be a link that a file is written through. */
function makePrivate(path: string, { uid, mode }: Stats): void {
  const own = process.geteuid?.();
  if (own !== undefined && uid !== own) {
    const message = `${path} belongs to the user with number ${uid}, and this run is of number ${own}`;
    throw new AuxiliaryError(coreProblem("AUX_FOLDER_FOREIGN", message));
  }
  if ((mode & 0o077) === 0) return;
  try {
    chmodSync(path, 0o700);
  } catch (error) {
    throw notWritable(path, error);
  }
}

function makeFolder(path: string): readonly string[] {
  try {
    return makeMissingFolders(path);
  } catch (error) {
    throw notWritable(path, error);
  }
}

/** One by one: with `recursive`, Node tries for ever where a parent that is there takes no folder, such as /proc. */
function makeMissingFolders(path: string): string[] {
  if (existsSync(path)) return [];
  const above = makeMissingFolders(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
    return [path, ...above];
  } catch (error) {
    if (!existsSync(path)) throw error;
    return above;
  }
}

function assertWritable(path: string): void {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw notWritable(path, error);
  }
}

function notWritable(path: string, cause: unknown): AuxiliaryError {
  return new AuxiliaryError(
    coreProblem("AUX_FOLDER_NOT_WRITABLE", `${path} cannot be written to: ${reasonOf(cause)}`),
    {
      cause,
    },
  );
}

/** It throws ENOTDIR where a part of the path is a file: that is no folder either, and cannot be made. A link is none. */
function statIfAny(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw notWritable(path, error);
  }
}
