import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { resolveDeclaredOptions } from "./declared-options.ts";
import { resolveForeignOptions } from "./foreign-options.ts";
import { buildSectionPlace, type OptionsLocation } from "./option-place.ts";
import { isDeclared, type OptionsSchema } from "./options-schema.ts";
import { buildUntypedOptions } from "./untyped-options.ts";

/** Options by camelCase key, as they were given: text out of a file or a task, typed values out of code. */
export type GivenOptions = Readonly<Record<string, unknown>>;

export interface ResolvedOptions {
  /** Frozen. With problems, defaults stand for the values that are not allowed. */
  readonly options: Readonly<Record<string, unknown>>;
  /** AUX_CONF_UNKNOWN_KEY, AUX_CONF_VALUE, AUX_CLASS_INVALID (the schema is none). */
  readonly problems: readonly Problem[];
}

/** A module's options, checked and converted by its schema. Never rejects: what is wrong is in `problems`. */
export async function resolveOptions(
  schema: OptionsSchema | undefined,
  given: GivenOptions,
  location: OptionsLocation,
): Promise<ResolvedOptions> {
  if (schema === undefined) return { options: buildUntypedOptions(given), problems: [] };
  if (isDeclared(schema)) return resolveDeclaredOptions(schema.declarations, given, location);
  if (typeof schema["~standard"]?.validate === "function")
    return resolveForeignOptions(schema, given, location);
  const message = `the options of [${location.section}] are neither declared nor a Standard Schema`;
  const at = buildSectionPlace(location);
  return { options: Object.freeze({}), problems: [coreProblem("AUX_CLASS_INVALID", message, { at })] };
}
