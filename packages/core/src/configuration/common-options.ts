import type { Problem } from "../errors/problem.ts";
import { COMMON_DECLARATIONS, COMMON_KEYS, type ON_CRASH } from "./common-declarations.ts";
import { resolveDeclaredOptions } from "./declared-options.ts";
import type { OptionsLocation } from "./option-place.ts";
import type { DeclaredOptions, OptionsOf } from "./options-schema.ts";
import type { GivenOptions } from "./resolve-options.ts";

/** What follows when a program of a module ends by itself. */
export type OnCrash = (typeof ON_CRASH)[number];

/** What a section says to the runner, not to its module. */
export interface CommonOptions {
  readonly enabled: boolean;
  readonly required: boolean;
  readonly order?: number;
  readonly startTimeoutMs?: number;
  readonly stopTimeoutMs?: number;
  readonly hookTimeoutMs?: number;
  readonly onCrash?: OnCrash;
  readonly maxSizeBytes?: number;
  readonly minFreeBytes?: number;
  /** Which package serves the section. */
  readonly package?: string;
}

/**
 * Checks and converts the common keys out of all that a section (or code) gives. One whose `enabled` is no answer
 * counts as not enabled.
 */
export function resolveCommonOptions(
  given: GivenOptions,
  location: OptionsLocation,
): { readonly common: CommonOptions; readonly problems: readonly Problem[] } {
  const { options, problems } = resolveDeclaredOptions(
    COMMON_DECLARATIONS,
    pickCommon(given, true),
    location,
  );
  const isUnclear = problems.some((problem) => problem.at?.key === "enabled");
  return {
    common: { ...buildCommon(options as CommonValues), ...(isUnclear ? { enabled: false } : {}) },
    problems,
  };
}

/** The given options that belong to the module. */
export function withoutCommonKeys(given: GivenOptions): GivenOptions {
  return pickCommon(given, false);
}

type CommonValues = OptionsOf<DeclaredOptions<typeof COMMON_DECLARATIONS>>;

function pickCommon(given: GivenOptions, wanted: boolean): GivenOptions {
  return Object.fromEntries(Object.entries(given).filter(([key]) => COMMON_KEYS.includes(key) === wanted));
}

const BYTES_PER_MIB = 1024 * 1024;

function buildCommon(values: CommonValues): CommonOptions {
  const { enabled, required, order, onCrash, package: packageName } = values;
  return {
    enabled,
    required,
    ...(order === undefined ? {} : { order }),
    ...scale("startTimeoutMs", values.startTimeout, 1000),
    ...scale("stopTimeoutMs", values.stopTimeout, 1000),
    ...scale("hookTimeoutMs", values.hookTimeout, 1000),
    ...(onCrash === undefined ? {} : { onCrash }),
    ...scale("maxSizeBytes", values.maxSize, BYTES_PER_MIB),
    ...scale("minFreeBytes", values.minFree, BYTES_PER_MIB),
    ...(packageName === undefined ? {} : { package: packageName }),
  };
}

/** A value in the unit of the code, where one is given. */
function scale<const Name extends keyof CommonOptions>(
  name: Name,
  value: number | undefined,
  factor: number,
): { readonly [Key in Name]?: number } {
  return (value === undefined ? {} : { [name]: Math.round(value * factor) }) as { [Key in Name]?: number };
}
