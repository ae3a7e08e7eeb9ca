import { resolveOptions } from "../configuration/resolve-options.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import type { Problem } from "../errors/problem.ts";
import type { AuxiliaryEntry } from "./auxiliary-entry.ts";

/** An entry under the name it runs by. */
export interface NamedEntry {
  readonly name: string;
  readonly entry: AuxiliaryEntry;
}

/**
 * The options of each entry. Those out of a configuration file are checked already; those given in code are checked and
 * completed here by the module's schema.
 *
 * @throws AUX_CONF_VALUE, AUX_CONF_UNKNOWN_KEY, AUX_CLASS_INVALID, with all problems of all entries
 */
export async function loadOptions(entries: readonly NamedEntry[]): Promise<readonly object[]> {
  const problems: Problem[] = [];
  const loaded: object[] = [];
  for (const { name, entry } of entries) {
    if (entry.location !== undefined) {
      loaded.push(entry.options ?? {});
      continue;
    }
    const resolved = await resolveOptions(entry.Class.options, entry.options ?? {}, { section: name });
    loaded.push(resolved.options);
    problems.push(...resolved.problems);
  }
  const [first] = problems;
  if (first !== undefined) throw new AuxiliaryError(first, { problems });
  return loaded;
}
