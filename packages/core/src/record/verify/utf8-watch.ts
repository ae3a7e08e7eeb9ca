/** Sees whether text that comes in pieces is UTF-8, whole characters or not. */
export class Utf8Watch {
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #isWell = true;

  /** False once something was not. */
  read(piece: Buffer): boolean {
    this.#isWell &&= this.#decodes(piece, true);
    return this.#isWell;
  }

  /** True when no character is cut at the end. */
  get isWhole(): boolean {
    return this.#isWell && this.#decodes(Buffer.alloc(0), false);
  }

  #decodes(piece: Buffer, stream: boolean): boolean {
    try {
      this.#decoder.decode(piece, { stream });
      return true;
    } catch {
      return false;
    }
  }
}
