import type { ArtifactVerdict, ArtifactVerifier } from "./artifact-verifier.ts";
import { JsonScanner } from "./json-scanner.ts";
import { Utf8Watch } from "./utf8-watch.ts";

const NEWLINE = 0x0a;

/** Reads a file of JSON values, one to a line. One that ends inside a line can be cut back to the line before. */
export class JsonLinesVerifier implements ArtifactVerifier {
  readonly #scanner = new JsonScanner();
  readonly #encoding = new Utf8Watch();
  #position = 0;
  #line = 1;
  #wholeBytes = 0;
  #fault: string | undefined;

  push(piece: Buffer): void {
    let from = 0;
    while (this.#fault === undefined && from < piece.length) {
      const newline = piece.indexOf(NEWLINE, from);
      const to = newline === -1 ? piece.length : newline;
      if (!this.#read(piece, from, to)) this.#fault = `its line ${this.#line} is no JSON`;
      else if (newline !== -1) this.#endLine(this.#position + newline + 1);
      from = to + 1;
    }
    this.#position += piece.length;
  }

  end(): ArtifactVerdict {
    if (this.#fault !== undefined) return { fault: this.#fault };
    if (this.#scanner.isBlank || (this.#scanner.isWhole && this.#encoding.isWhole)) return {};
    return { fault: `it ends inside its line ${this.#line}`, wholeBytes: this.#wholeBytes };
  }

  #read(piece: Buffer, from: number, to: number): boolean {
    return this.#encoding.read(piece.subarray(from, to)) && this.#scanner.read(piece, from, to) === to;
  }

  #endLine(position: number): void {
    const isLine = this.#scanner.isBlank || (this.#scanner.isWhole && this.#encoding.isWhole);
    if (!isLine) {
      this.#fault = `its line ${this.#line} is no JSON`;
      return;
    }
    this.#scanner.reset();
    this.#wholeBytes = position;
    this.#line += 1;
  }
}
