import type { AuxiliaryClass } from "../auxiliary/auxiliary.ts";
import { importAuxiliary } from "../discovery/import-auxiliary.ts";
import type { Problem } from "../errors/problem.ts";
import type { AuxiliaryEntry, EntryLocation, KeyLocation } from "../runner/auxiliary-entry.ts";
import { COMMON_KEYS } from "./common-declarations.ts";
import { withoutCommonKeys } from "./common-options.ts";
import { isDeclared } from "./options-schema.ts";
import { type GivenOptions, resolveOptions } from "./resolve-options.ts";
import type { SectionPlan } from "./section-plan.ts";
import { buildOverrideLocation, findOverrideProblem, type TaskOverride } from "./task-overrides.ts";

/** Imports the auxiliary of an enabled section and resolves its options; no entry when no package serves it. */
export async function loadEntry(
  section: SectionPlan,
  overrides: readonly TaskOverride[],
): Promise<{ readonly entry?: AuxiliaryEntry; readonly problems: readonly Problem[] }> {
  const { candidate, common } = section;
  if (candidate === undefined) return { problems: [] };
  const Class = await importAuxiliary(candidate);
  const { allowed, problems } = sortOverrides(section, overrides, Class);
  const location = buildLocation(section.location, allowed, Class);
  const given = buildGiven(section, allowed, Class);
  const resolved = await resolveOptions(Class.options, given, { ...location, alsoKnown: COMMON_KEYS });
  const { enabled: _enabled, package: _package, ...runnerOptions } = common;
  const entry = {
    Class,
    name: candidate.name,
    package: candidate.package,
    version: candidate.version,
    options: resolved.options,
    ...runnerOptions,
    location,
  };
  return { entry, problems: [...problems, ...resolved.problems] };
}

function sortOverrides(section: SectionPlan, overrides: readonly TaskOverride[], Class: AuxiliaryClass) {
  const allowed: TaskOverride[] = [];
  const problems: Problem[] = [];
  for (const override of overrides) {
    if (override.section !== section.location.section) continue;
    const problem = findOverrideProblem(override, Class);
    if (problem === undefined) allowed.push(override);
    else problems.push(problem);
  }
  return { allowed, problems };
}

/** A module without schema sees the common keys too, as the seed's `self.options` does. */
function buildGiven(
  section: SectionPlan,
  allowed: readonly TaskOverride[],
  Class: AuxiliaryClass,
): GivenOptions {
  if (Class.options === undefined) return { enabled: true, ...section.given };
  const overridden = allowed.map(({ camelKey, value }) => [camelKey, value]);
  return { ...withoutCommonKeys(section.given), ...Object.fromEntries(overridden) };
}

/** The value stays only where the declaration says that it is no secret. */
function buildLocation(
  location: EntryLocation,
  allowed: readonly TaskOverride[],
  Class: AuxiliaryClass,
): EntryLocation {
  const keys: Record<string, KeyLocation> = Object.create(null);
  for (const [camelKey, { value, ...place }] of Object.entries(location.keys)) {
    const isShown = value !== undefined && isNoSecret(camelKey, Class);
    keys[camelKey] = isShown ? { ...place, value } : place;
  }
  for (const override of allowed) keys[override.camelKey] = buildOverrideLocation(override);
  return { ...location, keys };
}

function isNoSecret(camelKey: string, { options: schema }: AuxiliaryClass): boolean {
  if (schema === undefined || !isDeclared(schema)) return false;
  return Object.hasOwn(schema.declarations, camelKey) && schema.declarations[camelKey]?.secret === false;
}
