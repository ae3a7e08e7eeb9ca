import { constants } from "node:os";
import type { AnalysisRecord, AuxiliaryRecord, AuxiliaryState, Outcome } from "@aux/core";

/** The exit codes of `auxiliary` that are its own. */
export const EXIT = { ill: 1, usage: 2, notBegun: 3, notWhole: 4, interrupted: 130 } as const;

const GIVEN_UP: ReadonlySet<Outcome> = new Set(["not-begun", "failed", "aborted"]);
const NOT_WHOLE: ReadonlySet<AuxiliaryState> = new Set(["degraded", "crashed", "failed"]);
const NOT_WORKING: ReadonlySet<AuxiliaryState> = new Set(["crashed", "failed"]);

/**
 * What a run's record means for the caller, the first that applies: 130 interrupted · 3 the analysis did not begin, the
 * machinery or a required auxiliary failed, or a crash aborted it · 4 (strict) an auxiliary is not whole, the run itself has a problem, or a
 * module's code threw where nobody waits for it · the command's own code, 128 + n for signal n. A timeout is a normal
 * end: 0.
 */
export function exitCodeOf(record: AnalysisRecord, isStrict: boolean, strayErrors = 0): number {
  if (record.outcome === "interrupted") return EXIT.interrupted;
  if (GIVEN_UP.has(record.outcome)) return EXIT.notBegun;
  if (record.auxiliaries.some((each) => each.required && NOT_WORKING.has(each.state))) return EXIT.notBegun;
  const isWhole = record.problems.length === 0 && strayErrors === 0 && !record.auxiliaries.some(isNotWhole);
  if (isStrict && !isWhole) return EXIT.notWhole;
  return record.outcome === "timeout" ? 0 : codeOfCommand(record.exit);
}

function isNotWhole({ state }: AuxiliaryRecord): boolean {
  return NOT_WHOLE.has(state);
}

function codeOfCommand(exit: AnalysisRecord["exit"]): number {
  if (exit === undefined) return 0;
  if (exit.signal === null) return exit.code ?? 0;
  return 128 + (Object.entries(constants.signals).find(([name]) => name === exit.signal)?.[1] ?? 0);
}
