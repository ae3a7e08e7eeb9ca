import type { Problem } from "../errors/problem.ts";
import { COMMON_DECLARATIONS, COMMON_KEYS } from "./common-declarations.ts";
import { resolveDeclaredOptions } from "./declared-options.ts";
import type { OptionsLocation } from "./option-place.ts";
import type { DeclaredOptions, OptionsOf } from "./options-schema.ts";
import type { GivenOptions } from "./resolve-options.ts";

/** What a section says to the runner, not to its module. */
export interface CommonOptions {
  readonly enabled: boolean;
  readonly required: boolean;
  readonly order?: number;
  readonly startTimeoutMs?: number;
  readonly stopTimeoutMs?: number;
  readonly hookTimeoutMs?: number;
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

function buildCommon(values: CommonValues): CommonOptions {
  const { enabled, required, order, startTimeout, stopTimeout, hookTimeout, package: packageName } = values;
  return {
    enabled,
    required,
    ...(order === undefined ? {} : { order }),
    ...(startTimeout === undefined ? {} : { startTimeoutMs: Math.round(startTimeout * 1000) }),
    ...(stopTimeout === undefined ? {} : { stopTimeoutMs: Math.round(stopTimeout * 1000) }),
    ...(hookTimeout === undefined ? {} : { hookTimeoutMs: Math.round(hookTimeout * 1000) }),
    ...(packageName === undefined ? {} : { package: packageName }),
  };
}
