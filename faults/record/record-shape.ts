/** A value that must look like this; the path names where it does not. */
type Shape = (value: unknown, path: string) => readonly string[];

const is =
  (what: string, test: (value: unknown) => boolean): Shape =>
  (value, path) =>
    test(value) ? [] : [`${path} is no ${what}: ${JSON.stringify(value)?.slice(0, 80)}`];

const text = is("text", (value) => typeof value === "string");
const word = is("text that says something", (value) => typeof value === "string" && value !== "");
const number = is("number", (value) => typeof value === "number" && Number.isFinite(value));
const whole = is("whole number", (value) => Number.isSafeInteger(value) && Number(value) >= 0);
const flag = is("boolean", (value) => typeof value === "boolean");
const sha256 = is("sha256", (value) => /^[0-9a-f]{64}$/.test(String(value)));
const wall = is("ISO time", (value) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(String(value)));
const code = is("code", (value) => /^AUX_[A-Z0-9_]+$/.test(String(value)));
const inside = is("path inside the folder", (value) => !/^$|^\/|(^|\/)\.\.(\/|$)|\0/.test(String(value)));
const figure = is("figure", (value) => ["number", "string", "boolean"].includes(typeof value));

const oneOf = (...values: readonly unknown[]) => is(values.join(" | "), (value) => values.includes(value));
const maybe =
  (shape: Shape): Shape =>
  (value, path) =>
    value === undefined ? [] : shape(value, path);
const orNull =
  (shape: Shape): Shape =>
  (value, path) =>
    value === null ? [] : shape(value, path);
const list =
  (shape: Shape): Shape =>
  (value, path) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => shape(item, `${path}[${index}]`))
      : [`${path} is no list`];
const table =
  (shape: Shape): Shape =>
  (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => shape(item, `${path}.${key}`))
      : [`${path} is no object`];
const object =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value, path) =>
    isObject(value)
      ? Object.entries(members).flatMap(([key, shape]) => shape(value[key], `${path}.${key}`))
      : [`${path} is no object`];

const instant = object({ wall, monotonicMs: number });
const span = object({ began: instant, ended: maybe(instant) });
const problem = object({ code, message: word, remedy: word, lastWords: maybe(list(text)) });
const artifact = object({ path: inside, kind: word, bytes: whole, sha256 });

const STATES = ["pending", "starting", "running", "stopping", "stopped", "degraded", "crashed", "failed"];
const auxiliary = object({
  name: word,
  package: maybe(word),
  version: maybe(word),
  order: number,
  required: flag,
  state: oneOf(...STATES, "skipped", "disabled"),
  reason: maybe(text),
  start: maybe(span),
  stop: maybe(span),
  problems: list(problem),
  figures: table(figure),
  artifacts: list(artifact),
});

const record = object({
  version: oneOf(1),
  task: object({ id: word }),
  machine: object({ name: word }),
  folder: word,
  outcome: oneOf("running", "completed", "timeout", "not-begun", "failed", "interrupted", "aborted"),
  exit: maybe(object({ code: orNull(number), signal: orNull(word) })),
  started: instant,
  ended: maybe(instant),
  phases: list(object({ name: word, started: instant, ended: maybe(instant), ok: maybe(flag) })),
  auxiliaries: list(auxiliary),
  problems: list(problem),
});

/** Where a value is not of the shape that `AnalysisRecord` of `@aux/core` declares; members it does not know are let be. */
export function findShapeFaults(value: unknown): readonly string[] {
  return record(value, "record");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
