import type { AuxiliaryClass } from "../auxiliary/auxiliary.ts";
import { AUXILIARY_API, auxiliaryApiOf, isAuxiliaryBaseClass } from "../auxiliary/brand.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import { ownMember } from "./manifest.ts";

/**
 * Makes sure that a value is a class that extends `Auxiliary` (of any copy of core) and can be run. `from` says where
 * it came from, for the message: a package, or `AuxiliaryRunner`.
 *
 * @throws AUX_CLASS_INVALID, AUX_PACKAGE_API
 */
export function assertAuxiliaryClass(value: unknown, from: string): asserts value is AuxiliaryClass {
  const api = auxiliaryApiOf(value);
  if (api === undefined || isAuxiliaryBaseClass(value)) {
    throw invalid(`${nameOf(value)} of ${from} does not extend Auxiliary`);
  }
  if (api !== AUXILIARY_API) {
    const message = `${nameOf(value)} of ${from} was written for contract ${api} of @aux/core, this one is ${AUXILIARY_API}`;
    throw new AuxiliaryError(coreProblem("AUX_PACKAGE_API", message));
  }
  const missing = ["start", "stop"].filter((method) => !hasMethod(value, method));
  if (missing.length > 0) throw invalid(`${nameOf(value)} of ${from} has no ${missing.join("() and no ")}()`);
}

function invalid(message: string): AuxiliaryError {
  return new AuxiliaryError(coreProblem("AUX_CLASS_INVALID", message));
}

/** On the prototype or one above it; a field would only be there once an instance is made. */
function hasMethod(value: unknown, method: string): boolean {
  const prototype: unknown = typeof value === "function" ? value.prototype : undefined;
  return (
    typeof prototype === "object" &&
    prototype !== null &&
    typeof Reflect.get(prototype, method) === "function"
  );
}

function nameOf(value: unknown): string {
  const name = typeof value === "function" ? value.name : ownMember(value, "name");
  return typeof name === "string" && name !== "" ? name : `a ${typeof value}`;
}
