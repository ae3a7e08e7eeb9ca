/**
 * Marks a class as an auxiliary in every copy of `@aux/core` (a CLI installed globally brings its own), and says
 * which contract it was written for. The number changes only when `AuxiliaryContext` loses or changes a member.
 */
export const AUXILIARY_BRAND: unique symbol = Symbol.for("aux.auxiliary") as never;
export const AUXILIARY_API = 1;

/** The contract's number of a class that extends `Auxiliary`, of whichever copy; undefined for anything else. */
export function auxiliaryApiOf(value: unknown): number | undefined {
  if (typeof value !== "function" || !(AUXILIARY_BRAND in value)) return undefined;
  const api: unknown = value[AUXILIARY_BRAND];
  return typeof api === "number" ? api : undefined;
}

/** True for `Auxiliary` itself (of any copy), which is a base class and no auxiliary. */
export function isAuxiliaryBaseClass(value: unknown): boolean {
  return typeof value === "function" && Object.hasOwn(value, AUXILIARY_BRAND);
}
