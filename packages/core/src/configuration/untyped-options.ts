import type { GivenOptions } from "./resolve-options.ts";

const FLAG_WORDS = new Map([
  ["on", true],
  ["yes", true],
  ["true", true],
  ["off", false],
  ["no", false],
  ["false", false],
]);

/** The options of a module without schema: the words for yes and no are booleans, all else stays what it is. */
export function buildUntypedOptions(given: GivenOptions): Readonly<Record<string, unknown>> {
  const entries = Object.entries(given).map(([key, value]) => [key, untyped(value)]);
  return Object.freeze(Object.fromEntries(entries));
}

function untyped(value: unknown): unknown {
  return typeof value === "string" ? (FLAG_WORDS.get(value.toLowerCase()) ?? value) : value;
}
