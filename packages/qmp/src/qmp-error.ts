import { QMP_PROBLEMS, type QmpProblemCode } from "./qmp-problems.ts";

/** By this brand `AuxiliaryError.is` of @aux/core knows such errors as its own, without either package needing the other. */
const ERROR_BRAND = Symbol.for("aux.error");

/** Something that went wrong with a monitor, as data. */
export interface QmpProblem {
  readonly code: QmpProblemCode;
  readonly message: string;
  readonly remedy: string;
}

/** The error of everything here: a stable `code`, what happened, and what to do about it. */
export class QmpError extends Error {
  override readonly name = "QmpError";
  readonly [ERROR_BRAND] = true;
  readonly code: QmpProblemCode;
  readonly remedy: string;
  readonly problems: readonly QmpProblem[];
  /** QEMU's own class of the error (`GenericError`, `CommandNotFound`, …), where QEMU refused a command. */
  readonly qemuClass: string | undefined;

  constructor(
    code: QmpProblemCode,
    message: string,
    options: { readonly cause?: unknown; readonly qemuClass?: string } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = QMP_PROBLEMS[code].remedy;
    this.problems = [{ code, message, remedy: this.remedy }];
    this.qemuClass = options.qemuClass;
  }
}

/** The text of anything that was thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message || thrown.name : String(thrown);
}
