import { constants, createInflate, type Inflate } from "node:zlib";
import { MOST_BYTES_AT_ONCE } from "../limits.ts";
import { malformed } from "../rfb-error.ts";
import { ByteQueue } from "./byte-queue.ts";
import type { ByteSource } from "./decoding.ts";

/** Brings compressed bytes: what is there, at most `count`, at least one. */
export type CompressedBytes = (count: number) => Promise<Buffer>;

/**
 * The bytes behind a zlib stream that lasts as long as the connection, as a source. Nothing is inflated before it is
 * needed, so a bomb ends with the rectangle that it claims to be, having used some 100 KiB.
 */
export class InflateSource implements ByteSource {
  readonly #inflate: Inflate;
  readonly #compressed: CompressedBytes;
  readonly #queue = new ByteQueue();
  #compressedLeft = 0;
  #isWriting = false;
  #end: Error | undefined;
  #wake: () => void = () => {};

  constructor(compressed: CompressedBytes) {
    this.#compressed = compressed;
    this.#inflate = createInflate({ flush: constants.Z_SYNC_FLUSH, chunkSize: MOST_BYTES_AT_ONCE });
    this.#inflate.on("readable", () => this.#wake());
    this.#inflate.on("error", (error) =>
      this.#finish(malformed(`a zlib stream is broken: ${error.message}`)),
    );
    this.#inflate.on("end", () => this.#finish(malformed("a zlib stream has ended before the connection")));
    this.#inflate.on("close", () => this.#finish(malformed("a zlib stream was closed")));
  }

  /** Begins a rectangle that has so many compressed bytes. */
  begin(compressedBytes: number): void {
    this.#compressedLeft = compressedBytes;
  }

  /**
   * Ends a rectangle: compressed bytes that are left must hold nothing more of it.
   *
   * @throws AUX_RFB_MALFORMED
   */
  async finish(): Promise<void> {
    while (this.#queue.bytes === 0 && (await this.#more()));
    if (this.#queue.bytes > 0) throw malformed("a compressed rectangle holds more than its pixels");
  }

  take(count: number): Buffer | undefined {
    return this.#queue.take(count);
  }

  /** @throws AUX_RFB_MALFORMED when the rectangle's compressed bytes do not hold so much */
  async wait(count: number): Promise<Buffer> {
    for (;;) {
      const taken = this.#queue.take(count);
      if (taken !== undefined) return taken;
      if (!(await this.#more())) throw malformed("a compressed rectangle ends before its last pixel");
    }
  }

  destroy(): void {
    this.#inflate.destroy();
  }

  /** Inflates a little more; false when all of the rectangle's bytes are used up. */
  async #more(): Promise<boolean> {
    for (;;) {
      if (this.#end !== undefined) throw this.#end;
      const chunk = this.#inflate.read() as Buffer | null;
      if (chunk !== null) this.#queue.push(chunk);
      if (chunk !== null) return true;
      if (this.#isWriting) await this.#something();
      else if (this.#compressedLeft > 0) await this.#write();
      else return false;
    }
  }

  async #write(): Promise<void> {
    const chunk = await this.#compressed(Math.min(this.#compressedLeft, MOST_BYTES_AT_ONCE));
    this.#compressedLeft -= chunk.length;
    this.#isWriting = true;
    this.#inflate.write(chunk, () => {
      this.#isWriting = false;
      this.#wake();
    });
  }

  /** Waits until there is output, the input is used up, or the stream is over. */
  #something(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #finish(error: Error): void {
    this.#end ??= error;
    this.#wake();
  }
}
