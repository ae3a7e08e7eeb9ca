import { inspect } from "node:util";

const SHOWN = "(secret)";
const BRAND = Symbol.for("aux.secret");

/**
 * A password or a key. It shows as `(secret)` wherever it is printed, joined into text or turned into JSON, so that no
 * record, log or debug output holds it by mistake; whoever needs it says `reveal()`.
 */
export class Secret {
  readonly #text: string;

  /** True for one of any copy of `@aux/core`. */
  static is(value: unknown): value is Secret {
    return typeof value === "object" && value !== null && BRAND in value;
  }

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself: for a file descriptor, a socket or a file with mode 0600, never for arguments or words. */
  reveal(): string {
    return this.#text;
  }

  get [BRAND](): boolean {
    return true;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
