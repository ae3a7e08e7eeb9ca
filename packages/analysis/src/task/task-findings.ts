import { AuxiliaryError, CORE_PROBLEMS, type Problem, problemFactory } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";

/** What was found, and where. */
interface Found {
  readonly key?: string;
  readonly value?: unknown;
  readonly allowed?: string;
  /** In the text; default: where the key stands. */
  readonly offset?: number;
  /** AUX_FOLDER_OUTSIDE instead of AUX_TASK_INVALID. */
  readonly isOutside?: boolean;
}

const coreProblem = problemFactory(CORE_PROBLEMS);
/** Collects what is wrong with one task, each with its line. */
export class TaskFindings {
  readonly #text: string;
  readonly #file: string | undefined;
  readonly #problems: Problem[] = [];

  constructor(text: string, file: string | undefined) {
    this.#text = text;
    this.#file = file;
  }

  add(message: string, found: Found = {}): void {
    const { value, offset, isOutside = false, ...rest } = found;
    const position = offset ?? offsetOf(this.#text, found.key);
    const at = {
      ...(this.#file === undefined ? {} : { file: this.#file }),
      ...(position === undefined ? {} : { line: lineAt(this.#text, position) }),
      ...(value === undefined ? {} : { value: showValue(value) }),
      ...rest,
    };
    this.#problems.push(
      isOutside
        ? coreProblem("AUX_FOLDER_OUTSIDE", message, { at })
        : analysisProblem("AUX_TASK_INVALID", message, { at }),
    );
  }

  /** @throws AUX_TASK_INVALID, AUX_FOLDER_OUTSIDE: all that was added */
  assertNone(): void {
    const [first] = this.#problems;
    if (first !== undefined) throw new AuxiliaryError(first, { problems: this.#problems });
  }
}

/** A value as JSON, cut where it is long. */
export function showValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function offsetOf(text: string, key: string | undefined): number | undefined {
  const offset = key === undefined ? -1 : text.indexOf(`"${key}"`);
  return offset < 0 ? undefined : offset;
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
