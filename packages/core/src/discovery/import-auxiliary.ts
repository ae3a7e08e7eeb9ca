import type { AuxiliaryClass } from "../auxiliary/auxiliary.ts";
import { auxiliaryApiOf, isAuxiliaryBaseClass } from "../auxiliary/brand.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { assertAuxiliaryClass } from "./assert-auxiliary-class.ts";
import type { Candidate } from "./candidate.ts";
import { importPackageClass } from "./import-package-class.ts";

/**
 * Imports the one auxiliary that a candidate exports. `timeoutMs`: default 30,000.
 *
 * @throws AUX_PACKAGE_IMPORT, AUX_PACKAGE_NO_AUXILIARY, AUX_PACKAGE_MANY_AUXILIARIES, AUX_PACKAGE_API,
 * AUX_CLASS_INVALID
 */
export async function importAuxiliary(candidate: Candidate, timeoutMs?: number): Promise<AuxiliaryClass> {
  const found = await importPackageClass(candidate, { isWanted, buildNone, buildSeveral, timeoutMs });
  assertAuxiliaryClass(found, candidate.package);
  return found;
}

function isWanted(value: unknown): boolean {
  return auxiliaryApiOf(value) !== undefined && !isAuxiliaryBaseClass(value);
}

function buildNone(packageName: string): Problem {
  return coreProblem("AUX_PACKAGE_NO_AUXILIARY", `${packageName} exports no class that extends Auxiliary`);
}

function buildSeveral(packageName: string, names: readonly string[]): Problem {
  const message = `${packageName} exports ${names.length} auxiliaries: ${names.join(", ")}`;
  return coreProblem("AUX_PACKAGE_MANY_AUXILIARIES", message);
}
