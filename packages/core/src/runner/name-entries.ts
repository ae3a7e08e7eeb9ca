import type { AuxiliaryClass } from "../auxiliary/auxiliary.ts";
import { assertAuxiliaryClass } from "../discovery/assert-auxiliary-class.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { AuxiliaryEntry } from "./auxiliary-entry.ts";
import type { NamedEntry } from "./load-options.ts";
import { nameOfClass } from "./name-of-class.ts";

/** Each given class under the name it runs by. @throws AUX_CLASS_INVALID, AUX_PACKAGE_API */
export function nameEntries(given: readonly (AuxiliaryClass | AuxiliaryEntry)[]): readonly NamedEntry[] {
  const names = new Set<string>();
  return given.map((item) => {
    const entry: AuxiliaryEntry = typeof item === "function" ? { Class: item } : item;
    assertAuxiliaryClass(entry.Class, "the runner's auxiliaries");
    const name = entry.name ?? nameOfClass(entry.Class.name);
    if (names.has(name))
      throw new AuxiliaryError(coreProblem("AUX_CLASS_INVALID", `two auxiliaries are called ${name}`));
    names.add(name);
    return { name, entry };
  });
}
