import { RFB_PROBLEMS, type RfbProblemCode } from "./rfb-problems.ts";

/** By this brand `AuxiliaryError.is` of @aux/core knows such errors as its own, without either package needing the other. */
const ERROR_BRAND = Symbol.for("aux.error");

/** Something that went wrong with a VNC server, as data. */
export interface RfbProblem {
  readonly code: RfbProblemCode;
  readonly message: string;
  readonly remedy: string;
}

/** The error of everything here: a stable `code`, what happened, and what to do about it. */
export class RfbError extends Error {
  override readonly name = "RfbError";
  readonly [ERROR_BRAND] = true;
  readonly code: RfbProblemCode;
  readonly remedy: string;
  readonly problems: readonly RfbProblem[];

  constructor(code: RfbProblemCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = RFB_PROBLEMS[code].remedy;
    this.problems = [{ code, message, remedy: this.remedy }];
  }
}

/** The error for bytes that the protocol does not allow: AUX_RFB_MALFORMED. */
export function malformed(what: string): RfbError {
  return new RfbError("AUX_RFB_MALFORMED", what);
}
