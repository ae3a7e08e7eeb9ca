import type { AuxiliaryClass } from "../auxiliary/auxiliary.ts";
import { assertAuxiliaryClass } from "../discovery/assert-auxiliary-class.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { AuxiliaryEntry } from "./auxiliary-entry.ts";
import { AuxiliaryRun, type SharedRun } from "./auxiliary-run.ts";
import { nameOfClass } from "./name-of-class.ts";

/** One run per given class. @throws AUX_CLASS_INVALID, AUX_PACKAGE_API */
export function buildRuns(
  given: readonly (AuxiliaryClass | AuxiliaryEntry)[],
  shared: SharedRun,
): AuxiliaryRun[] {
  const names = new Set<string>();
  return given.map((item) => {
    const entry: AuxiliaryEntry = typeof item === "function" ? { Class: item } : item;
    assertAuxiliaryClass(entry.Class, "the runner's auxiliaries");
    const name = entry.name ?? nameOfClass(entry.Class.name);
    if (names.has(name)) throw invalidClass(`two auxiliaries are called ${name}`);
    names.add(name);
    return new AuxiliaryRun(name, entry, shared);
  });
}

function invalidClass(message: string): AuxiliaryError {
  return new AuxiliaryError(coreProblem("AUX_CLASS_INVALID", message));
}
