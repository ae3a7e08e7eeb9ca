import { once } from "node:events";
import { createInflate, type Inflate } from "node:zlib";
import type { ArtifactVerdict, ArtifactVerifier } from "./artifact-verifier.ts";
import { measurePicture } from "./picture-size.ts";
import { UnitWalker } from "./unit-walker.ts";
import { type PngParts, walkPng } from "./walk-png.ts";

/** A larger picture is not decoded: a file of a few kilobytes can claim any size. */
const LARGEST_PICTURE_BYTES = 1024 * 1024 * 1024;
const INFLATED_AT_ONCE_BYTES = 64 * 1024;

/** Decodes a PNG file as far as saying that it can be: chunks, checksums, and as many bytes as its size asks for. */
export class PngVerifier implements ArtifactVerifier {
  readonly #parts: PngParts = { header: undefined, data: [] };
  readonly #walker = new UnitWalker((view) => walkPng(view, this.#parts));
  readonly #inflate: Inflate = createInflate({ chunkSize: INFLATED_AT_ONCE_BYTES });
  #inflatedBytes = 0;
  #fault: string | undefined;

  constructor() {
    this.#inflate.on("error", (error) => {
      this.#fault ??= `its picture cannot be inflated: ${error.message}`;
    });
    this.#inflate.on("data", (data: Buffer) => this.#count(data.length));
  }

  async push(piece: Buffer): Promise<void> {
    this.#walker.push(piece);
    const data = Buffer.concat(this.#parts.data.splice(0));
    if (data.length === 0 || this.#inflate.destroyed) return;
    if (this.#expectedBytes > LARGEST_PICTURE_BYTES) return this.#giveUp("its picture is larger than 1 GiB");
    await new Promise<void>((resolve) => {
      this.#inflate.once("close", resolve);
      this.#inflate.write(data, () => {
        this.#inflate.removeListener("close", resolve);
        resolve();
      });
    });
  }

  async end(): Promise<ArtifactVerdict> {
    await this.#endInflate();
    const missing = this.#inflatedBytes < this.#expectedBytes ? "its picture lacks lines" : undefined;
    const cut = this.#walker.isOver ? undefined : "it ends before its last chunk does";
    const fault = this.#walker.fault ?? cut ?? this.#fault ?? missing;
    return fault === undefined ? {} : { fault };
  }

  close(): void {
    this.#inflate.destroy();
  }

  get #expectedBytes(): number {
    return this.#parts.header === undefined ? 0 : measurePicture(this.#parts.header);
  }

  async #endInflate(): Promise<void> {
    if (this.#inflate.destroyed) return;
    this.#inflate.end();
    await once(this.#inflate, "close").catch(() => {});
  }

  #count(bytes: number): void {
    this.#inflatedBytes += bytes;
    if (this.#inflatedBytes > this.#expectedBytes) this.#giveUp("it holds more than its picture");
  }

  #giveUp(fault: string): void {
    this.#fault ??= fault;
    this.#inflate.destroy();
  }
}
