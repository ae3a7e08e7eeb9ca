import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnalysisRecord, AuxiliaryRecord } from "@aux/core";

/** Reads the record of one analysis of a project. */
export function loadRecord(projectPath: string, taskId: string): AnalysisRecord {
  const path = join(projectPath, "storage/analysis", taskId, "auxiliaries.json");
  return JSON.parse(readFileSync(path, "utf8")) as AnalysisRecord;
}

/** The part of a record about one auxiliary that must have ended well; throws, with its problems, when it has not. */
export function takeStopped(record: AnalysisRecord, name: string): AuxiliaryRecord {
  const found = record.auxiliaries.find((one) => one.name === name);
  if (found?.state === "stopped" && found.problems.length === 0) return found;
  throw new Error(
    `the record does not say that ${name} ended well:\n${JSON.stringify(found ?? record, null, 2)}`,
  );
}
