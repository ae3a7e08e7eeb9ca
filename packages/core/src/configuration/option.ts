/** One option of a module: how its text becomes a value, and what a person must know about it. */
export interface Option<Value> {
  readonly description: string;
  /** The value when the key is missing. */
  readonly default: Value;
  /** What is accepted, for a person: `a number from 0 to 262144`. */
  readonly allowed: string;
  /** True when a task may set it; whoever submits a task must never choose which program runs. */
  readonly taskMayOverride: boolean;
  /** True when its value must not be shown anywhere. */
  readonly secret: boolean;
  /** Returns the value, or undefined when it is not allowed. Takes text, and values of the right type from code. */
  parse(raw: unknown): Value | undefined;
}

interface OptionText {
  readonly description: string;
  readonly taskMayOverride?: boolean;
  readonly secret?: boolean;
}

type WithDefault<Value, Default> = Default extends Value ? Value : Value | undefined;

function option<Value, Default extends Value | undefined>(
  text: OptionText & { readonly default?: Default },
  allowed: string,
  parse: (raw: unknown) => Value | undefined,
): Option<WithDefault<Value, Default>> {
  return {
    description: text.description,
    default: text.default as WithDefault<Value, Default>,
    allowed,
    taskMayOverride: text.taskMayOverride ?? false,
    secret: text.secret ?? false,
    parse: parse as (raw: unknown) => WithDefault<Value, Default> | undefined,
  };
}

const LONGEST_TEXT = 4096;

/** Text without control characters, 4,096 characters at most; `pattern` and `allowed` go together. */
export function textOption<Default extends string | undefined = undefined>(
  text: OptionText & { readonly default?: Default; readonly pattern?: RegExp; readonly allowed?: string },
): Option<WithDefault<string, Default>> {
  // A pattern with a `g` flag would remember where it stopped.
  const pattern = text.pattern && new RegExp(text.pattern.source, text.pattern.flags.replaceAll(/[gy]/g, ""));
  return option<string, Default>(text, text.allowed ?? "text", (raw) => {
    if (typeof raw !== "string" || raw === "" || raw.length > LONGEST_TEXT || hasControlCharacter(raw))
      return undefined;
    return pattern === undefined || pattern.test(raw) ? raw : undefined;
  });
}

/** True for text with NUL, newline or another control character: never right in a value that reaches a tool. */
function hasControlCharacter(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 32 || code === 127) return true;
  }
  return false;
}

const FLAGS = new Map([
  ["on", true],
  ["yes", true],
  ["true", true],
  ["1", true],
  ["off", false],
  ["no", false],
  ["false", false],
  ["0", false],
]);

/** What a flag's text means, in any case of letters; undefined when it is none. */
function parseFlag(raw: unknown): boolean | undefined {
  if (typeof raw === "boolean") return raw;
  return typeof raw === "string" ? FLAGS.get(raw.toLowerCase()) : undefined;
}

const FLAG_ALLOWED = "on or off (yes/no, true/false, 1/0)";

export function flagOption<Default extends boolean | undefined = undefined>(
  text: OptionText & { readonly default?: Default },
): Option<WithDefault<boolean, Default>> {
  return option<boolean, Default>(text, FLAG_ALLOWED, parseFlag);
}

interface NumberText extends OptionText {
  readonly min?: number;
  readonly max?: number;
  /** Named in `allowed`: `seconds`, `KiB`. */
  readonly unit?: string;
}

/** A whole number in decimal digits, `min` (default 0) to `max` (default 2^53-1). */
export function integerOption<Default extends number | undefined = undefined>(
  text: NumberText & { readonly default?: Default },
): Option<WithDefault<number, Default>> {
  const { min, max } = bounds(text);
  return option<number, Default>(text, `a whole number${unitOf(text)} ${rangeOf(text)}`, (raw) => {
    const value = parseNumber(raw, /^-?\d{1,16}$/);
    return value !== undefined && Number.isInteger(value) && value >= min && value <= max ? value : undefined;
  });
}

/** A decimal number, `min` (default 0) to `max`. */
export function numberOption<Default extends number | undefined = undefined>(
  text: NumberText & { readonly default?: Default },
): Option<WithDefault<number, Default>> {
  const { min, max } = bounds(text);
  return option<number, Default>(text, `a number${unitOf(text)} ${rangeOf(text)}`, (raw) => {
    const value = parseNumber(raw, /^-?\d{1,16}(\.\d{1,9})?$/);
    return value !== undefined && value >= min && value <= max ? value : undefined;
  });
}

function bounds(text: NumberText): { min: number; max: number } {
  return { min: text.min ?? 0, max: text.max ?? Number.MAX_SAFE_INTEGER };
}

function unitOf(text: NumberText): string {
  return text.unit === undefined ? "" : ` of ${text.unit}`;
}

function rangeOf(text: NumberText): string {
  return text.max === undefined ? `from ${text.min ?? 0}` : `from ${text.min ?? 0} to ${text.max}`;
}

function parseNumber(raw: unknown, pattern: RegExp): number | undefined {
  if (typeof raw === "number") return Number.isFinite(raw) ? raw : undefined;
  return typeof raw === "string" && pattern.test(raw) ? Number(raw) : undefined;
}

/** One of a fixed set of words. */
export function choiceOption<const Choice extends string, Default extends Choice | undefined = undefined>(
  text: OptionText & { readonly choices: readonly Choice[]; readonly default?: Default },
): Option<WithDefault<Choice, Default>> {
  return option<Choice, Default>(text, text.choices.join(", "), (raw) =>
    text.choices.find((choice) => choice === raw),
  );
}
