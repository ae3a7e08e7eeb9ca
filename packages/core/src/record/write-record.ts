import { closeSync, fdatasyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import { type AnalysisRecord, RECORD_FILE } from "./record.ts";

/**
 * Writes the record beside its place and moves it there, so that a reader sees the old one or the new one, whole.
 * `isDurable` waits until it is on the disk.
 *
 * @throws AUX_RECORD_FAILED
 */
export function writeRecord(record: AnalysisRecord, options: { readonly isDurable: boolean }): void {
  const path = join(record.folder, RECORD_FILE);
  const draftPath = `${path}.${process.pid}.tmp`;
  try {
    writeDraft(draftPath, `${JSON.stringify(record, null, 2)}\n`, options.isDurable);
    renameSync(draftPath, path);
  } catch (error) {
    rmSync(draftPath, { force: true });
    throw new AuxiliaryError(
      coreProblem("AUX_RECORD_FAILED", `${path} cannot be written: ${reasonOf(error)}`),
      {
        cause: error,
      },
    );
  }
}

function writeDraft(path: string, text: string, isDurable: boolean): void {
  const descriptor = openSync(path, "w", 0o600);
  try {
    const bytes = Buffer.from(text);
    let written = 0;
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    if (isDurable) fdatasyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
