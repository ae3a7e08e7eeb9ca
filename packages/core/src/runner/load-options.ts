import type { AuxiliaryEntry } from "./auxiliary-entry.ts";

/** TODO */
export async function loadOptions(entries: readonly AuxiliaryEntry[]): Promise<readonly object[]> {
  return entries.map((entry) => entry.options ?? {});
}
