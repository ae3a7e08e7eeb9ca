import { Duplex } from "node:stream";

/** A stream that brings these chunks, one per turn of the event loop, and ends; what is written to it is kept. */
export class FedStream extends Duplex {
  readonly written: Buffer[] = [];
  readonly #chunks: Iterator<Buffer>;

  constructor(chunks: Iterable<Buffer>) {
    super({ allowHalfOpen: false });
    this.#chunks = chunks[Symbol.iterator]();
  }

  override _read(): void {
    setImmediate(() => {
      const next = this.#chunks.next();
      this.push(next.done === true ? null : next.value);
    });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written.push(chunk);
    done();
  }
}

/** The bytes in two chunks, cut at each place in turn; and once byte by byte. */
export function* listSplits(bytes: Buffer): Generator<readonly Buffer[]> {
  for (let at = 0; at <= bytes.length; at++) {
    yield [bytes.subarray(0, at), bytes.subarray(at)].filter((part) => part.length > 0);
  }
  yield Array.from(bytes, (byte) => Buffer.from([byte]));
}
