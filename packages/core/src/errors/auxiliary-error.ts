import type { Problem } from "./problem.ts";

const ERROR_BRAND = Symbol.for("aux.error");

/**
 * The one error class of aux: a stable `code`, a `message` that says what with the value, a `remedy` that says
 * what to do, and every single problem behind it.
 */
export class AuxiliaryError extends Error {
  override readonly name = "AuxiliaryError";
  readonly [ERROR_BRAND] = true;
  readonly code: string;
  readonly remedy: string;
  /** At least one; several when a whole configuration was checked at once. */
  readonly problems: readonly Problem[];

  constructor(problem: Problem, options: { cause?: unknown; problems?: readonly Problem[] } = {}) {
    super(problem.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = problem.code;
    this.remedy = problem.remedy;
    this.problems = options.problems ?? [problem];
  }

  /** True for an `AuxiliaryError` of any copy of `@aux/core`, which `instanceof` is not. */
  static is(value: unknown): value is AuxiliaryError {
    return (
      typeof value === "object" &&
      value !== null &&
      ERROR_BRAND in value &&
      "problems" in value &&
      Array.isArray(value.problems)
    );
  }
}

/** The text of anything that was thrown, also of what cannot be made a text. */
export function reasonOf(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return String(thrown.message || thrown.name);
    return typeof thrown === "string" ? thrown : `a thrown ${typeof thrown}: ${String(thrown)}`;
  } catch {
    return `a thrown ${typeof thrown} without a text`;
  }
}
