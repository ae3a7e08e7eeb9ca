import { reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";

/** A problem as the record can hold it. Modules in plain JavaScript may report anything; it must not cost the record. */
export function toProblem(given: unknown, module: string): Problem {
  if (!isProblem(given)) {
    const what = typeof given === "string" ? given : reasonOf(given);
    return coreProblem(
      "AUX_PROBLEM_INVALID",
      `${module} reported a problem without code, message and remedy: ${what}`,
    );
  }
  try {
    JSON.stringify(given);
    return given;
  } catch {
    const { code, message, remedy } = given;
    return { code, message, remedy };
  }
}

function isProblem(given: unknown): given is Problem {
  if (typeof given !== "object" || given === null) return false;
  const members = ["code", "message", "remedy"].map((name): unknown => Reflect.get(given, name));
  return members.every((member) => typeof member === "string");
}
