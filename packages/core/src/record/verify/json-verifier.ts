import type { ArtifactVerdict, ArtifactVerifier } from "./artifact-verifier.ts";
import { JsonScanner } from "./json-scanner.ts";
import { Utf8Watch } from "./utf8-watch.ts";

/** Reads a file that holds one JSON value. There is no part of it that could be kept. */
export class JsonVerifier implements ArtifactVerifier {
  readonly #scanner = new JsonScanner();
  readonly #encoding = new Utf8Watch();
  #position = 0;
  #fault: string | undefined;

  push(piece: Buffer): void {
    if (this.#fault !== undefined) return;
    const at = this.#scanner.read(piece, 0, piece.length);
    if (at < piece.length) this.#fault = `it is no JSON from its byte ${this.#position + at} on`;
    else if (!this.#encoding.read(piece)) this.#fault = "it is not encoded as UTF-8";
    this.#position += piece.length;
  }

  end(): ArtifactVerdict {
    const cut = this.#scanner.isWhole && this.#encoding.isWhole ? undefined : "it ends before its value does";
    const fault = this.#fault ?? cut;
    return fault === undefined ? {} : { fault };
  }
}
