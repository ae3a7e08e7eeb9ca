import type { AuxiliaryClass } from "../auxiliary/auxiliary.ts";
import type { Task } from "../auxiliary/task.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { KeyLocation } from "../runner/auxiliary-entry.ts";
import { COMMON_KEYS } from "./common-declarations.ts";
import { toCamelCase, toSnakeCase } from "./key-case.ts";
import { nearestName } from "./nearest-name.ts";
import { isDeclared } from "./options-schema.ts";
import { shorten } from "./shorten.ts";

/** One option that a task sets: `sniffer.bpf`. */
export interface TaskOverride {
  /** As the task wrote it. */
  readonly written: string;
  readonly section: string;
  readonly camelKey: string;
  readonly value: unknown;
}

/** The options that a task sets, whether or not it may. A name without `.` belongs to no section. */
export function parseOverrides(task: Task): readonly TaskOverride[] {
  return Object.entries(task.options ?? {}).map(([written, value]: [string, unknown]) => {
    const dot = written.indexOf(".");
    const section = dot < 0 ? "" : written.slice(0, dot);
    return { written, section, camelKey: toCamelCase(written.slice(dot + 1)), value };
  });
}

/** Where an override was given: no file, and the name that the task used. */
export function buildOverrideLocation(override: TaskOverride): KeyLocation {
  return { key: override.written };
}

/** AUX_CONF_OVERRIDE when the class has no such option, or a task may not set it; undefined when it may. */
export function findOverrideProblem(override: TaskOverride, Class: AuxiliaryClass): Problem | undefined {
  const allowed = overridableKeys(Class);
  if (allowed.includes(override.camelKey)) return undefined;
  const names = allowed.map((key) => `${override.section}.${toSnakeCase(key)}`);
  return refuseOverride(
    override,
    isKnownKey(override, Class) ? "must not be set by a task" : "does not exist",
    names,
  );
}

/** AUX_CONF_OVERRIDE for a section that is not there or not enabled. */
export function buildUnknownOverride(override: TaskOverride, enabled: readonly string[]): Problem {
  const reason = override.section === "" ? "is not written as section.key" : `is of no enabled module`;
  const key = toSnakeCase(override.camelKey);
  return refuseOverride(
    override,
    reason,
    override.section === "" ? [] : enabled.map((name) => `${name}.${shorten(key)}`),
  );
}

function refuseOverride(override: TaskOverride, reason: string, names: readonly string[]): Problem {
  const nearest = nearestName(override.written, names);
  const written = shorten(override.written);
  const at = { key: written, ...(override.section === "" ? {} : { section: shorten(override.section) }) };
  const known = names.length === 0 ? {} : { allowed: names.join(", ") };
  return coreProblem("AUX_CONF_OVERRIDE", `the task's option "${written}" ${reason}`, {
    at: { ...at, ...known, ...(nearest === undefined ? {} : { nearest }) },
  });
}

/** A declaration says for itself; a class with another library's schema lists them in `static taskOptions`. */
function overridableKeys(Class: AuxiliaryClass): readonly string[] {
  const schema = Class.options;
  if (schema === undefined) return [];
  const keys = isDeclared(schema)
    ? Object.keys(schema.declarations).filter((key) => schema.declarations[key]?.taskMayOverride === true)
    : listedKeys(Class);
  return keys.filter((key) => !COMMON_KEYS.includes(key));
}

function listedKeys(Class: AuxiliaryClass): readonly string[] {
  const listed: unknown = Reflect.get(Class, "taskOptions");
  if (!Array.isArray(listed)) return [];
  return listed.filter((key) => typeof key === "string").map(toCamelCase);
}

function isKnownKey({ camelKey }: TaskOverride, { options: schema }: AuxiliaryClass): boolean {
  if (COMMON_KEYS.includes(camelKey)) return true;
  return schema === undefined || !isDeclared(schema) || Object.hasOwn(schema.declarations, camelKey);
}
