import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { withDeadline } from "../tool/deadline.ts";
import { buildOptionPlace, buildSectionPlace, type OptionsLocation } from "./option-place.ts";
import type { ForeignIssue, ForeignResult, ForeignSchema } from "./options-schema.ts";
import type { GivenOptions, ResolvedOptions } from "./resolve-options.ts";

const VALIDATE_TIMEOUT_MS = 10_000;

/**
 * Checks and converts options by another library's schema. An issue's path leads to the key's line; values are not
 * shown, for such a schema cannot say which are secret.
 */
export async function resolveForeignOptions(
  schema: ForeignSchema,
  given: GivenOptions,
  location: OptionsLocation,
): Promise<ResolvedOptions> {
  try {
    const result = await validate(schema, given, location);
    if (result.issues !== undefined)
      return failed(result.issues.map((issue) => issueProblem(issue, location)));
    if (isObject(result.value)) return { options: Object.freeze(result.value), problems: [] };
    return failed([sectionProblem("the schema yields no object", location)]);
  } catch (error) {
    if (AuxiliaryError.is(error)) return failed(error.problems);
    return failed([sectionProblem(`the schema threw: ${reasonOf(error)}`, location)]);
  }
}

function validate(
  schema: ForeignSchema,
  given: GivenOptions,
  location: OptionsLocation,
): ForeignResult | Promise<ForeignResult> {
  const result = schema["~standard"].validate({ ...given });
  if (!(result instanceof Promise)) return result;
  const late = () =>
    sectionProblem(`the schema did not answer within ${VALIDATE_TIMEOUT_MS / 1000} s`, location);
  return withDeadline(result, { ms: VALIDATE_TIMEOUT_MS, error: () => new AuxiliaryError(late()) });
}

function issueProblem(issue: ForeignIssue, location: OptionsLocation): Problem {
  const first = issue.path?.[0];
  const key = typeof first === "object" ? first.key : first;
  if (key === undefined) return sectionProblem(issue.message, location);
  const at = buildOptionPlace(location, String(key));
  return coreProblem("AUX_CONF_VALUE", `[${location.section}] ${at.key}: ${issue.message}`, { at });
}

function sectionProblem(reason: string, location: OptionsLocation): Problem {
  return coreProblem("AUX_CONF_VALUE", `[${location.section}]: ${reason}`, {
    at: buildSectionPlace(location),
  });
}

function failed(problems: readonly Problem[]): ResolvedOptions {
  return { options: Object.freeze({}), problems };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
