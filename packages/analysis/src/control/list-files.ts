import type { Dirent } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { JOURNAL_FILE, RECORD_FILE } from "@aux/core";

/** A file in the analysis folder, as it is at this moment. */
export interface PresentFile {
  /** Inside the analysis folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
}

/** A folder of a hundred thousand pictures is not looked through. */
const MOST_FILES = 1000;
const OWN_FILES: ReadonlySet<string> = new Set([JOURNAL_FILE, RECORD_FILE]);

/**
 * What modules have written so far: the files of the analysis folder and of its folders one level down, sorted, 1,000 at
 * most; links are not followed. Nothing where it cannot be read.
 */
export async function listFiles(analysisPath: string): Promise<readonly PresentFile[]> {
  const entries = await list(analysisPath);
  const inside = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map(({ name }) => listNames(analysisPath, name)),
  );
  const names = [...namesOfFiles(entries), ...inside.flat()].filter((name) => !OWN_FILES.has(name));
  const files = names.toSorted().slice(0, MOST_FILES);
  return (await Promise.all(files.map((path) => measure(analysisPath, path)))).filter(
    (file) => file !== undefined,
  );
}

async function listNames(analysisPath: string, folder: string): Promise<string[]> {
  return namesOfFiles(await list(join(analysisPath, folder))).map((name) => `${folder}/${name}`);
}

function namesOfFiles(entries: readonly Dirent[]): string[] {
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function list(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** One that is gone by now has no size. */
async function measure(analysisPath: string, path: string): Promise<PresentFile | undefined> {
  try {
    return { path, bytes: (await lstat(join(analysisPath, path))).size };
  } catch {
    return undefined;
  }
}
