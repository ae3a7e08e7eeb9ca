import type { AuxiliaryClass } from "../auxiliary/auxiliary.ts";
import type { AuxiliaryEntry } from "./auxiliary-entry.ts";
import { AuxiliaryRun } from "./auxiliary-run.ts";
import { nameEntries } from "./name-entries.ts";
import type { SharedRun } from "./shared-run.ts";

/** One run per given class. @throws AUX_CLASS_INVALID, AUX_PACKAGE_API */
export function buildRuns(
  given: readonly (AuxiliaryClass | AuxiliaryEntry)[],
  shared: SharedRun,
): AuxiliaryRun[] {
  return nameEntries(given).map(({ name, entry }) => new AuxiliaryRun(name, entry, shared));
}
