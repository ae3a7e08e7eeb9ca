import type { Task } from "@aux/core";
import { showValue, TaskFindings } from "./task-findings.ts";
import { isTaskId, TASK_ID_ALLOWED } from "./task-id.ts";
import { isTimeout, TIMEOUT_ALLOWED } from "./timeout.ts";

/** A task before its id is known: without one, the next free number is taken. */
export type TaskInput = Omit<Task, "id"> & { readonly id?: string };

/** Larger tasks are refused. */
export const LARGEST_TASK_BYTES = 1024 * 1024;

const POLLUTING = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Reads a task from JSON text. All that is wrong with it is collected.
 *
 * @param file named in the problems' locations
 * @throws AUX_TASK_INVALID, AUX_FOLDER_OUTSIDE (an id that names no folder inside the storage folder)
 */
export function parseTask(text: string, file?: string): TaskInput {
  const found = new TaskFindings(text, file);
  const members = parseMembers(text, found);
  const id = parseId(members.id, found);
  checkTarget(members.target, found);
  checkTimeout(members.timeout, found);
  checkOptions(members.options, found);
  found.assertNone();
  const { id: _, ...rest } = members;
  return id === undefined ? rest : { ...rest, id };
}

function parseMembers(text: string, found: TaskFindings): Record<string, unknown> {
  if (Buffer.byteLength(text) > LARGEST_TASK_BYTES) found.add("the task is larger than 1 MiB");
  found.assertNone();
  const value = parseJson(text, found);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    found.add(`the task is ${kindOf(value)}, not a JSON object`, { value });
  }
  found.assertNone();
  return { ...(value as Record<string, unknown>) };
}

function parseJson(text: string, found: TaskFindings): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (POLLUTING.has(key)) found.add(`the task must not have a member called ${key}`, { key });
      return value;
    });
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    found.add(`the task is no JSON: ${reason}`, offsetIn(reason));
    return {};
  }
}

/** A number is as good as its digits. */
function parseId(given: unknown, found: TaskFindings): string | undefined {
  const id = typeof given === "number" && Number.isSafeInteger(given) ? String(given) : given;
  if (id === undefined || (typeof id === "string" && isTaskId(id))) return id;
  found.add(`the task's id ${showValue(given)} cannot name an analysis folder`, {
    key: "id",
    value: given,
    allowed: TASK_ID_ALLOWED,
    ...(typeof id === "string" ? { isOutside: true } : {}),
  });
  return undefined;
}

function checkTarget(target: unknown, found: TaskFindings): void {
  if (target === undefined || (typeof target === "string" && !target.includes("\0"))) return;
  found.add(`the task's target is ${showTarget(target)}`, {
    key: "target",
    value: target,
    allowed: "text without NUL",
  });
}

function showTarget(target: unknown): string {
  return typeof target === "string" ? showValue(target) : kindOf(target);
}

function checkTimeout(timeout: unknown, found: TaskFindings): void {
  if (timeout === undefined || isTimeout(timeout)) return;
  found.add(`the task's timeout is ${showValue(timeout)}`, {
    key: "timeout",
    value: timeout,
    allowed: TIMEOUT_ALLOWED,
  });
}

function checkOptions(options: unknown, found: TaskFindings): void {
  if (options === undefined) return;
  const allowed = 'an object of texts, for example {"sniffer.bpf": "port 53"}';
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    found.add(`the task's options are ${kindOf(options)}`, { key: "options", value: options, allowed });
    return;
  }
  for (const [key, value] of Object.entries(options)) {
    if (typeof value !== "string")
      found.add(`the task's option ${showValue(key)} is ${kindOf(value)}`, { key, value, allowed });
  }
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** Some of V8's messages say where; no line is better than a wrong one. */
function offsetIn(reason: string): { offset?: number } {
  const match = /at position (\d+)/.exec(reason);
  return match?.[1] === undefined ? {} : { offset: Number(match[1]) };
}
