import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { toSnakeCase } from "./key-case.ts";
import { nearestName } from "./nearest-name.ts";
import type { Option } from "./option.ts";
import { buildOptionPlace, type OptionsLocation } from "./option-place.ts";
import type { OptionDeclarations } from "./options-schema.ts";
import type { GivenOptions, ResolvedOptions } from "./resolve-options.ts";
import { shorten } from "./shorten.ts";

/** Checks and converts options that were declared one by one; what is not given is the default. */
export function resolveDeclaredOptions(
  declarations: OptionDeclarations,
  given: GivenOptions,
  location: OptionsLocation,
): ResolvedOptions {
  const problems = Object.keys(given)
    .filter((key) => !Object.hasOwn(declarations, key))
    .map((key) => unknownKey(key, declarations, location));
  const options: [string, unknown][] = [];
  for (const [key, option] of Object.entries(declarations)) {
    const raw = Object.hasOwn(given, key) ? given[key] : undefined;
    const value = raw === undefined ? option.default : parseSafely(option, raw);
    if (raw !== undefined && value === undefined) problems.push(wrongValue(key, raw, option, location));
    options.push([key, value ?? option.default]);
  }
  return { options: Object.freeze(Object.fromEntries(options)), problems };
}

/** An option of a module's own may throw for a value that it does not expect. */
function parseSafely(option: Option<unknown>, raw: unknown): unknown {
  try {
    return option.parse(raw);
  } catch {
    return undefined;
  }
}

/** Without the value: the key may be a misspelt one that holds a secret. */
function unknownKey(key: string, declarations: OptionDeclarations, location: OptionsLocation): Problem {
  const keys = [...Object.keys(declarations), ...(location.alsoKnown ?? [])];
  const known = location.file === undefined ? keys : keys.map(toSnakeCase);
  const at = buildOptionPlace(location, key);
  const nearest = nearestName(at.key ?? key, known);
  const remedy = `${nearest === undefined ? "" : `Did you mean "${nearest}"? `}Known keys: ${known.join(", ")}.`;
  const where = { ...at, allowed: known.join(", "), ...(nearest === undefined ? {} : { nearest }) };
  return coreProblem("AUX_CONF_UNKNOWN_KEY", `[${location.section}] has no option "${at.key}"`, {
    at: where,
    remedy,
  });
}

function wrongValue(key: string, raw: unknown, option: Option<unknown>, location: OptionsLocation): Problem {
  const at = buildOptionPlace(location, key);
  const value = option.secret ? {} : { value: showValue(raw) };
  const shown = option.secret ? "with a value not shown here" : `= ${value.value}`;
  const message = `[${location.section}] ${at.key} ${shown} is not allowed`;
  const remedy = `Allowed: ${option.allowed}.`;
  return coreProblem("AUX_CONF_VALUE", message, { at: { ...at, ...value, allowed: option.allowed }, remedy });
}

function showValue(raw: unknown): string {
  const text = typeof raw === "string" && raw !== "" ? raw : (JSON.stringify(raw) ?? String(raw));
  return shorten(text);
}
