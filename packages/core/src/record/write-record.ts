import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import { type AnalysisRecord, RECORD_FILE } from "./record.ts";

/** The file's size while the run goes on, filled with blanks: room for its last words, should the disk be full by then. */
const ROOM_BYTES = 64 * 1024;

/**
 * Writes the record beside its place and moves it there, so that a reader sees the old one or the new one, whole. On a disk
 * that is full it is written over the old one. `isDurable` waits until it is on the disk.
 *
 * @throws AUX_RECORD_FAILED
 */
export function writeRecord(record: AnalysisRecord, options: { readonly isDurable: boolean }): void {
  const path = join(record.folder, RECORD_FILE);
  const draftPath = `${path}.${process.pid}.tmp`;
  try {
    const text = `${JSON.stringify(record, null, 2)}\n`;
    const bytes = Buffer.from(record.outcome === "running" ? text.padEnd(ROOM_BYTES) : text);
    writeWhole(path, draftPath, { bytes, ...options });
  } catch (error) {
    const message = `${path} cannot be written: ${reasonOf(error)}`;
    throw new AuxiliaryError(coreProblem("AUX_RECORD_FAILED", message), { cause: error });
  }
}

const DRAFT = /^(auxiliaries\.json|journal\.jsonl)\.\d+\.tmp$/;

/** Removes what is left of writing the record or the journal when the process was killed in the middle of it. */
export function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) if (DRAFT.test(name)) rmSync(join(folder, name), { force: true });
}

interface Writing {
  readonly bytes: Buffer;
  readonly isDurable: boolean;
}

function writeWhole(path: string, draftPath: string, writing: Writing): void {
  try {
    write(openSync(draftPath, "w", 0o600), writing);
    renameSync(draftPath, path);
  } catch (error) {
    rmSync(draftPath, { force: true });
    if (!isDiskFull(error) || !writeOver(path, writing)) throw error;
  }
}

/** Needs no room but what the file has. False where that is too little. */
function writeOver(path: string, writing: Writing): boolean {
  const descriptor = openSync(path, "r+");
  if (fstatSync(descriptor).size < writing.bytes.length) {
    closeSync(descriptor);
    return false;
  }
  write(descriptor, writing);
  return true;
}

function write(descriptor: number, { bytes, isDurable }: Writing): void {
  try {
    let written = 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    ftruncateSync(descriptor, bytes.length);
    if (isDurable) fdatasyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}
