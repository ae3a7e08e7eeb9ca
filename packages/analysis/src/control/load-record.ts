import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type AnalysisRecord, AuxiliaryError, RECORD_FILE, reasonOf } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";

const LARGEST_RECORD_BYTES = 64 * 1024 * 1024;

/**
 * The record in an analysis folder as it stands; undefined where there is none yet.
 *
 * @throws AUX_ANALYSIS_UNREADABLE
 */
export async function loadRecord(analysisPath: string): Promise<AnalysisRecord | undefined> {
  const path = join(analysisPath, RECORD_FILE);
  try {
    const file = await stat(path);
    if (!file.isFile()) throw new Error("it is no file");
    if (file.size > LARGEST_RECORD_BYTES) throw new Error("it is larger than 64 MiB");
    return assertRecord(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new AuxiliaryError(
      analysisProblem("AUX_ANALYSIS_UNREADABLE", `the record ${path} cannot be used: ${reasonOf(error)}`),
      { cause: error },
    );
  }
}

/** Throws for what is no record of this version, with the reason. */
export function assertRecord(value: unknown): AnalysisRecord {
  if (typeof value !== "object" || value === null) throw new Error("it is no JSON object");
  const { version, outcome, folder, phases, auxiliaries, problems } = value as Partial<AnalysisRecord>;
  if (version !== 1)
    throw new Error(`its version is ${JSON.stringify(version)}; this program knows version 1`);
  const isWhole = typeof outcome === "string" && typeof folder === "string";
  if (!isWhole || ![phases, auxiliaries, problems].every(Array.isArray))
    throw new Error("members are missing");
  return value as AnalysisRecord;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
