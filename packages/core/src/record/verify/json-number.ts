/** The part of a number that was read last. */
export type NumberPart =
  | "begin"
  | "minus"
  | "zero"
  | "integer"
  | "point"
  | "fraction"
  | "e"
  | "sign"
  | "exponent";

const WHOLE: ReadonlySet<NumberPart> = new Set(["zero", "integer", "fraction", "exponent"]);

/** What may follow each part: a digit leads to `digit`. Source: RFC 8259, section 6. */
const DIGITS: Readonly<Record<NumberPart, NumberPart | undefined>> = {
  begin: "integer",
  minus: "integer",
  zero: undefined,
  integer: "integer",
  point: "fraction",
  fraction: "fraction",
  e: "exponent",
  sign: "exponent",
  exponent: "exponent",
};

/** The part that a byte begins or goes on with; undefined when the number cannot go on with it. */
export function findNumberStep(part: NumberPart, byte: number): NumberPart | undefined {
  if (byte === 0x30 && (part === "begin" || part === "minus")) return "zero";
  if (byte >= 0x30 && byte <= 0x39) return DIGITS[part];
  if (byte === 0x2d && part === "begin") return "minus";
  if (byte === 0x2e) return part === "zero" || part === "integer" ? "point" : undefined;
  if (byte === 0x65 || byte === 0x45) return WHOLE.has(part) && part !== "exponent" ? "e" : undefined;
  if (byte === 0x2b || byte === 0x2d) return part === "e" ? "sign" : undefined;
  return undefined;
}

/** True when a number may end here. */
export function isNumberWhole(part: NumberPart): boolean {
  return WHOLE.has(part);
}
