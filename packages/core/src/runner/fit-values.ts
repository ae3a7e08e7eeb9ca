import type { Machine } from "../auxiliary/machine.ts";
import type { Task } from "../auxiliary/task.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";

/** What a value may be, for a person, and how it is told. */
interface Rule {
  readonly allowed: string;
  readonly pattern: RegExp;
}

const TASK_ID: Rule = {
  allowed: "letters, digits, `.`, `_` and `-`, beginning with a letter or digit, 64 at most",
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
};
const TARGET: Rule = {
  allowed: "text without NUL, 1,048,576 characters at most",
  pattern: /^[^\0]{0,1048576}$/,
};
const MACHINE_NAME: Rule = {
  allowed: "text without `/` and control characters, no `-` or `.` first, 128 at most",
  pattern: /^(?![-.])[^/\p{Cc}]{1,128}$/u,
};
const MACHINE_VALUE: Rule = {
  allowed: "text without control characters, no `-` first, 4,096 at most",
  pattern: /^(?!-)\P{Cc}{0,4096}$/u,
};

/**
 * Whoever starts a run in code may have values of task and machine from anywhere. Modules hand them to programs and make
 * names of them, so none may begin like an option, lead out of a folder, or break a line.
 *
 * @throws AUX_VALUE_UNFIT, with a problem for each value
 */
export function assertFitValues(task: Task, machine: Machine): void {
  const problems = [
    findUnfit("task.id", task.id, TASK_ID),
    task.target === undefined ? undefined : findUnfit("task.target", task.target, TARGET),
    findUnfit("machine.name", machine.name, MACHINE_NAME),
    ...Object.entries(machine).map(([key, value]: [string, unknown]) =>
      typeof value === "string" && key !== "name"
        ? findUnfit(`machine.${key}`, value, MACHINE_VALUE)
        : undefined,
    ),
  ].filter((problem) => problem !== undefined);
  const [first] = problems;
  if (first !== undefined) throw new AuxiliaryError(first, { problems });
}

function findUnfit(key: string, value: unknown, { allowed, pattern }: Rule): Problem | undefined {
  if (typeof value === "string" && pattern.test(value)) return undefined;
  const shown = typeof value === "string" ? JSON.stringify(value.slice(0, 80)) : `a ${typeof value}`;
  const message = `${key} is ${shown}`;
  return coreProblem("AUX_VALUE_UNFIT", message, { at: { key, allowed }, remedy: `Allowed: ${allowed}.` });
}
