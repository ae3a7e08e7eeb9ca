import type { AuxiliaryClass } from "../auxiliary/auxiliary.ts";
import { AUXILIARY_API, auxiliaryApiOf, isAuxiliaryBaseClass } from "../auxiliary/brand.ts";
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
    assertAuxiliary(entry.Class);
    const name = entry.name ?? nameOfClass(entry.Class.name);
    if (names.has(name)) throw invalidClass(`two auxiliaries are called ${name}`);
    names.add(name);
    return new AuxiliaryRun(name, entry, shared);
  });
}

function assertAuxiliary(Class: AuxiliaryClass): void {
  const api = auxiliaryApiOf(Class);
  const text = typeof Class === "function" ? Class.name : String(Class);
  if (api === undefined || isAuxiliaryBaseClass(Class))
    throw invalidClass(`${text} does not extend Auxiliary`);
  if (api !== AUXILIARY_API) {
    throw new AuxiliaryError(
      coreProblem(
        "AUX_PACKAGE_API",
        `${text} was written for contract ${api} of @aux/core, this one is ${AUXILIARY_API}`,
      ),
    );
  }
  for (const method of ["start", "stop"]) {
    if (typeof Reflect.get(Class.prototype, method) !== "function")
      throw invalidClass(`${text} has no ${method}()`);
  }
}

function invalidClass(message: string): AuxiliaryError {
  return new AuxiliaryError(coreProblem("AUX_CLASS_INVALID", message));
}
