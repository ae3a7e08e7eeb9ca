/**
 * Marks a class as a machinery in every copy of `@aux/analysis` (a CLI installed globally brings its own), and says
 * which contract it was written for. The number changes only when `Machinery` or `MachineryContext` loses or changes a
 * member.
 *
 * A class bears it as `static readonly [MACHINERY_BRAND] = MACHINERY_API`.
 */
export const MACHINERY_BRAND: unique symbol = Symbol.for("aux.machinery") as never;
export const MACHINERY_API = 1;

/** The contract's number of a class that bears the brand, of whichever copy; undefined for anything else. */
export function machineryApiOf(value: unknown): number | undefined {
  if (typeof value !== "function" || !(MACHINERY_BRAND in value)) return undefined;
  const api: unknown = value[MACHINERY_BRAND];
  return typeof api === "number" ? api : undefined;
}
