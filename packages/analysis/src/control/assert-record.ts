import { type AnalysisRecord, AuxiliaryError } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";

/**
 * Holds what a run answered against the shape of a record.
 *
 * @throws AUX_CONTROL_INVALID
 */
export function assertRecord(value: unknown): AnalysisRecord {
  if (typeof value !== "object" || value === null) throw invalid("it is no JSON object");
  const { version, outcome, folder, phases, auxiliaries, problems } = value as Partial<AnalysisRecord>;
  if (version !== 1) throw invalid(`its version is ${JSON.stringify(version)}; this program knows version 1`);
  const isWhole = typeof outcome === "string" && typeof folder === "string";
  if (!isWhole || ![phases, auxiliaries, problems].every(Array.isArray)) throw invalid("members are missing");
  return value as AnalysisRecord;
}

function invalid(reason: string): AuxiliaryError {
  const message = `the run answered with what is no record: ${reason}`;
  return new AuxiliaryError(analysisProblem("AUX_CONTROL_INVALID", message));
}
