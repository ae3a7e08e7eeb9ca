import { join } from "node:path";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import { readOwnFile } from "./own-file.ts";
import { type AnalysisRecord, RECORD_FILE } from "./record.ts";

const LARGEST_BYTES = 64 * 1024 * 1024;
const VERSION = 1;

/**
 * The record of an analysis folder, as far as it can be known: its outcome is checked, no more.
 *
 * @returns undefined when there is none, or none that can be read
 * @throws AUX_FOLDER_FOREIGN, AUX_RECORD_VERSION
 */
export function readRecord(folder: string): AnalysisRecord | undefined {
  const path = join(folder, RECORD_FILE);
  const record = parseObject(readOwnFile(path, LARGEST_BYTES) ?? "");
  const version = record?.["version"];
  if (typeof version === "number" && version > VERSION) {
    const message = `${path} was written by a newer @aux/core: format ${version}, this one knows ${VERSION}`;
    throw new AuxiliaryError(coreProblem("AUX_RECORD_VERSION", message));
  }
  if (record === undefined || typeof record["outcome"] !== "string") return undefined;
  return record as unknown as AnalysisRecord;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
