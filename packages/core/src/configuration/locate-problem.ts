import type { Problem } from "../errors/problem.ts";
import { toCamelCase } from "./key-case.ts";
import { buildOptionPlace, type OptionsLocation } from "./option-place.ts";

/**
 * A problem whose `at.key` names an option (in either spelling), with the file and line where that option was given,
 * and its value unless that may be a secret. Other problems, and those that know their file, come back as they are.
 */
export function locateProblem(problem: Problem, location: OptionsLocation | undefined): Problem {
  const key = problem.at?.key;
  if (location === undefined || key === undefined || problem.at?.file !== undefined) return problem;
  const camelKey = toCamelCase(key);
  const { keys } = location;
  const value = keys !== undefined && Object.hasOwn(keys, camelKey) ? keys[camelKey]?.value : undefined;
  const at = {
    ...(value === undefined ? {} : { value }),
    ...problem.at,
    ...buildOptionPlace(location, camelKey),
  };
  return { ...problem, at };
}
