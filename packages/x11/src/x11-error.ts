import { X11_PROBLEMS, type X11ProblemCode } from "./x11-problems.ts";

/** By this brand `AuxiliaryError.is` of @aux/core knows such errors as its own, without either package needing the other. */
const ERROR_BRAND = Symbol.for("aux.error");

/** Something that went wrong with an X server, as data. */
export interface X11Problem {
  readonly code: X11ProblemCode;
  readonly message: string;
  readonly remedy: string;
}

/** The error of everything here: a stable `code`, what happened, and what to do about it. */
export class X11Error extends Error {
  override readonly name = "X11Error";
  readonly [ERROR_BRAND] = true;
  readonly code: X11ProblemCode;
  readonly remedy: string;
  readonly problems: readonly X11Problem[];

  constructor(code: X11ProblemCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = X11_PROBLEMS[code].remedy;
    this.problems = [{ code, message, remedy: this.remedy }];
  }
}

/** The error for bytes that the protocol does not allow: AUX_X11_MALFORMED. */
export function malformed(what: string): X11Error {
  return new X11Error("AUX_X11_MALFORMED", what);
}
