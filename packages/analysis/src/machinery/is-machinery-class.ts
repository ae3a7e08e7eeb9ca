import { MACHINERY_API, machineryApiOf } from "./brand.ts";
import type { MachineryClass } from "./machinery.ts";

/** True for a class that drives machines by the contract of this copy of `@aux/analysis`. */
export function isMachineryClass(value: unknown): value is MachineryClass {
  return machineryApiOf(value) === MACHINERY_API && METHODS.every((method) => hasMethod(value, method));
}

const METHODS = ["revert", "start", "stop"];

/** On the prototype or one above it; a field would only be there once an instance is made. */
function hasMethod(value: unknown, method: string): boolean {
  const prototype: unknown = typeof value === "function" ? value.prototype : undefined;
  return typeof prototype === "object" && prototype !== null && method in prototype;
}
