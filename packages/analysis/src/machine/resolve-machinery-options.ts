import { type OptionsSchema, type ResolvedOptions, resolveOptions, toCamelCase } from "@aux/core";
import { isMachineKey, MACHINE_KEYS } from "./machine-keys.ts";
import { buildGivenOptions, type SectionOfFile } from "./section-of-file.ts";

/**
 * The keys of a section that its machinery declares, checked and converted; a key that neither the machinery nor every
 * machine knows is AUX_CONF_UNKNOWN_KEY. A machinery may declare a common key, too: it gets the value then.
 */
export function resolveMachineryOptions(
  schema: OptionsSchema | undefined,
  section: SectionOfFile,
): Promise<ResolvedOptions> {
  const own = schema !== undefined && "declarations" in schema ? schema.declarations : {};
  const { given, location } = buildGivenOptions(
    section,
    (key) => !isMachineKey(key) || Object.hasOwn(own, toCamelCase(key)),
  );
  const alsoKnown = MACHINE_KEYS.map(toCamelCase).filter((key) => !Object.hasOwn(own, key));
  return resolveOptions(schema, given, { ...location, alsoKnown });
}
