import { accessSync, constants, existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import { JOURNAL_FILE } from "../journal/journal-event.ts";
import { RECORD_FILE } from "./record.ts";

/**
 * Makes the analysis folder (mode 0700) where it does not exist, and refuses one that cannot take a run's results.
 *
 * @returns the folders it made, innermost first
 * @throws AUX_FOLDER_NOT_FOLDER, AUX_FOLDER_OCCUPIED, AUX_FOLDER_NOT_WRITABLE
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
  assertWritable(path);
  return made;
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

/** `statSync` throws ENOTDIR where a part of the path is a file: that is no folder either, and cannot be made. */
function statIfAny(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw notWritable(path, error);
  }
}
