import { AuxiliaryError, type Candidate, importPackageClass, type Problem } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { MACHINERY_API, machineryApiOf } from "./brand.ts";
import { isMachineryClass } from "./is-machinery-class.ts";
import type { MachineryClass } from "./machinery.ts";

/**
 * Imports the one machinery that a candidate exports.
 *
 * @throws AUX_PACKAGE_IMPORT, AUX_MACHINERY_INVALID
 */
export async function importMachinery(candidate: Candidate): Promise<MachineryClass> {
  const isWanted = (value: unknown) => machineryApiOf(value) !== undefined;
  const found = await importPackageClass(candidate, { isWanted, buildNone, buildSeveral });
  if (isMachineryClass(found)) return found;
  const api = machineryApiOf(found);
  const reason =
    api === MACHINERY_API
      ? "lacks revert(), start() or stop()"
      : `was written for contract ${api} of @aux/analysis, this one is ${MACHINERY_API}`;
  throw new AuxiliaryError(invalid(`the machinery of ${candidate.package} ${reason}`));
}

function buildNone(packageName: string): Problem {
  return invalid(`${packageName} exports no class that is a machinery`);
}

function buildSeveral(packageName: string, names: readonly string[]): Problem {
  return invalid(`${packageName} exports ${names.length} machineries: ${names.join(", ")}`);
}

function invalid(message: string): Problem {
  return analysisProblem("AUX_MACHINERY_INVALID", message);
}
