import { findNumberStep, isNumberWhole, type NumberPart } from "./json-number.ts";

/** Deeper than any result that somebody reads; each level costs a byte. */
const DEEPEST = 10_000;
const LITERALS: ReadonlyMap<number, string> = new Map([
  [0x74, "true"],
  [0x66, "false"],
  [0x6e, "null"],
]);

/** What may come next. */
type Expected =
  | "value"
  | "value or ]"
  | "key or }"
  | "key"
  | "colon"
  | "comma or end"
  | "string"
  | "escape"
  | "hex"
  | "number"
  | "literal";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Reads one JSON value byte by byte and keeps none of it. Says the same of a text as `JSON.parse`, but for depth.
 * Source: RFC 8259. The encoding is somebody else's to check.
 */
export class JsonScanner {
  readonly #open: boolean[] = [];
  #expected: Expected = "value";
  #isKey = false;
  #numberPart: NumberPart = "minus";
  #literal = "";
  #hexLeft = 0;

  /** Reads on, and returns where it stopped: at the first byte that cannot be, or at the end. */
  read(bytes: Buffer, from: number, to: number): number {
    for (let at = from; at < to; at += 1) {
      if (this.#expected === "string") at = skipPlain(bytes, at, to);
      if (at < to && !this.#take(bytes[at] ?? 0)) return at;
    }
    return to;
  }

  /** True when what was read is a whole value. */
  get isWhole(): boolean {
    if (this.#open.length > 0) return false;
    if (this.#expected === "number") return isNumberWhole(this.#numberPart);
    return this.#expected === "comma or end";
  }

  /** True when nothing but white space was read. */
  get isBlank(): boolean {
    return this.#open.length === 0 && this.#expected === "value";
  }

  /** For the next value. */
  reset(): void {
    this.#open.length = 0;
    this.#expected = "value";
  }

  #take(byte: number): boolean {
    switch (this.#expected) {
      case "string":
        return this.#takeInString(byte);
      case "escape":
        return this.#takeEscape(byte);
      case "hex":
        this.#hexLeft -= 1;
        if (this.#hexLeft === 0) this.#expected = "string";
        return isHex(byte);
      case "literal":
        return this.#takeInLiteral(byte);
      case "number":
        return this.#takeInNumber(byte);
      default:
        return isSpace(byte) || this.#takeStructure(byte);
    }
  }

  #takeStructure(byte: number): boolean {
    switch (this.#expected) {
      case "key or }":
        return byte === CLOSE_OBJECT ? this.#close(true) : this.#beginKey(byte);
      case "key":
        return this.#beginKey(byte);
      case "colon":
        this.#expected = "value";
        return byte === COLON;
      case "comma or end":
        return this.#takeAfterValue(byte);
      case "value or ]":
        return byte === CLOSE_ARRAY ? this.#close(false) : this.#beginValue(byte);
      default:
        return this.#beginValue(byte);
    }
  }

  #beginKey(byte: number): boolean {
    this.#isKey = true;
    this.#expected = "string";
    return byte === QUOTE;
  }

  #beginValue(byte: number): boolean {
    if (byte === QUOTE) {
      this.#isKey = false;
      this.#expected = "string";
      return true;
    }
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) return this.#openUp(byte === OPEN_OBJECT);
    const literal = LITERALS.get(byte);
    if (literal !== undefined) {
      this.#literal = literal.slice(1);
      this.#expected = "literal";
      return true;
    }
    const part = findNumberStep("begin", byte);
    if (part === undefined) return false;
    this.#numberPart = part;
    this.#expected = "number";
    return true;
  }

  #openUp(isObject: boolean): boolean {
    this.#open.push(isObject);
    this.#expected = isObject ? "key or }" : "value or ]";
    return this.#open.length <= DEEPEST;
  }

  #close(isObject: boolean): boolean {
    this.#expected = "comma or end";
    return this.#open.pop() === isObject;
  }

  #takeAfterValue(byte: number): boolean {
    if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) return this.#close(byte === CLOSE_OBJECT);
    const isInObject = this.#open.at(-1);
    this.#expected = isInObject === true ? "key" : "value";
    return byte === COMMA && isInObject !== undefined;
  }

  #takeInString(byte: number): boolean {
    if (byte === BACKSLASH) this.#expected = "escape";
    else if (byte === QUOTE) this.#expected = this.#isKey ? "colon" : "comma or end";
    return byte >= 0x20;
  }

  #takeEscape(byte: number): boolean {
    const isUnicode = byte === 0x75;
    if (isUnicode) this.#hexLeft = 4;
    this.#expected = isUnicode ? "hex" : "string";
    return isUnicode || '"\\/bfnrt'.includes(String.fromCharCode(byte));
  }

  #takeInLiteral(byte: number): boolean {
    const isNext = this.#literal.charCodeAt(0) === byte;
    this.#literal = this.#literal.slice(1);
    if (this.#literal === "") this.#expected = "comma or end";
    return isNext;
  }

  /** The byte behind a number is the next thing's. */
  #takeInNumber(byte: number): boolean {
    const part = findNumberStep(this.#numberPart, byte);
    if (part !== undefined) {
      this.#numberPart = part;
      return true;
    }
    if (!isNumberWhole(this.#numberPart)) return false;
    this.#expected = "comma or end";
    return this.#take(byte);
  }
}

/** Where a string's plain bytes end. */
function skipPlain(bytes: Buffer, from: number, to: number): number {
  let at = from;
  for (; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE || byte === BACKSLASH || byte < 0x20) break;
  }
  return at;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isHex(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}
