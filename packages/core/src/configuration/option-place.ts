import type { ProblemLocation } from "../errors/problem.ts";
import type { KeyLocation } from "../runner/auxiliary-entry.ts";
import { toSnakeCase } from "./key-case.ts";

/** Where options were given: a section of a file, a task, or code (then only the module's name is known). */
export interface OptionsLocation {
  readonly section: string;
  readonly file?: string;
  /** 1-based line of `[section]`. */
  readonly line?: number;
  /** By camelCase key. */
  readonly keys?: Readonly<Record<string, KeyLocation>>;
  /** camelCase keys that the section may have beside the schema's own: named as known, and nearest. */
  readonly alsoKnown?: readonly string[];
}

/** Where the option `camelKey` was given; the section's own line when it was not. */
export function buildOptionPlace(location: OptionsLocation, camelKey: string): ProblemLocation {
  const { keys, section } = location;
  const given = keys !== undefined && Object.hasOwn(keys, camelKey) ? keys[camelKey] : undefined;
  if (given === undefined) {
    const key = location.file === undefined ? camelKey : toSnakeCase(camelKey);
    return { ...fileAndLine(location), section, key };
  }
  return { ...fileAndLine(given), section, key: given.key };
}

/** Where the section itself is. */
export function buildSectionPlace(location: OptionsLocation): ProblemLocation {
  return { ...fileAndLine(location), section: location.section };
}

function fileAndLine(place: { readonly file?: string; readonly line?: number }) {
  const { file, line } = place;
  return { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
}
