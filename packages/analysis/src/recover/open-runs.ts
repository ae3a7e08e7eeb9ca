import { mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import {
  AuxiliaryError,
  CORE_PROBLEMS,
  findLockOwner,
  problemFactory,
  reasonOf,
  takeLockFile,
} from "@aux/core";
import { STORAGE_PATH } from "../folder/take-analysis-folder.ts";

const coreProblem = problemFactory(CORE_PROBLEMS);

/** A file for each run that goes on, or was killed: so nobody has to look through all that ever ran. */
const OPEN_PATH = join("storage", ".open");
const TRIES = 5;

/**
 * Notes that this process runs an analysis in a folder of the project's storage, until the returned function is called.
 * A folder elsewhere is not noted.
 *
 * @throws AUX_FOLDER_NOT_WRITABLE
 */
export function noteOpenRun(rootPath: string, analysisPath: string): () => void {
  if (dirname(analysisPath) !== resolve(rootPath, STORAGE_PATH)) return () => {};
  const openPath = resolve(rootPath, OPEN_PATH);
  const path = join(openPath, basename(analysisPath));
  const release = takeNote(openPath, path);
  return () => {
    release();
    removeIfEmpty(openPath);
  };
}

/** The folders of runs whose process is gone. */
export function listAbandonedRuns(rootPath: string): readonly string[] {
  const openPath = resolve(rootPath, OPEN_PATH);
  return namesIn(openPath)
    .filter((name) => findLockOwner(join(openPath, name)) === undefined)
    .map((name) => resolve(rootPath, STORAGE_PATH, name));
}

/** There is nothing left to recover in it. A run that has taken the same folder since keeps its note. */
export function forgetOpenRun(rootPath: string, analysisPath: string): void {
  const openPath = resolve(rootPath, OPEN_PATH);
  const path = join(openPath, basename(analysisPath));
  if (findLockOwner(path) !== undefined) return;
  rmSync(path, { force: true });
  removeIfEmpty(openPath);
}

/** The folder of notes comes and goes with what is in it: another run may have taken it away a moment ago. */
function takeNote(openPath: string, path: string): () => void {
  try {
    for (let tries = 0; ; tries++) {
      mkdirSync(openPath, { recursive: true, mode: 0o700 });
      try {
        const attempt = takeLockFile(path, { purpose: "an analysis" });
        return "lock" in attempt ? attempt.lock.release : () => {};
      } catch (error) {
        if (tries === TRIES) throw error;
      }
    }
  } catch (error) {
    const message = `${openPath} cannot take a note of the run: ${reasonOf(error)}`;
    throw new AuxiliaryError(coreProblem("AUX_FOLDER_NOT_WRITABLE", message), { cause: error });
  }
}

function removeIfEmpty(openPath: string): void {
  try {
    rmdirSync(openPath);
  } catch {
    // Other runs go on, or another one has just removed it.
  }
}

function namesIn(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
