/** What follows the head of a packet. */
export interface PacketBody {
  readonly bytes: number;
  /** Is given all of these bytes, in portions as they arrive. */
  take(portion: Buffer): void;
  end(): void;
}

/** Says what follows a head, which is valid until it returns; undefined where nothing does. */
export type OnHead = (head: Buffer) => PacketBody | undefined;

/** Cuts what a stream brings into packets: a head of fixed length each, and a body that is never kept here. */
export class PacketReader {
  #head: Buffer;
  #filled = 0;
  #onHead: OnHead;
  #body: PacketBody | undefined;
  #bodyLeft = 0;

  constructor(headBytes: number, onHead: OnHead) {
    this.#head = Buffer.alloc(headBytes);
    this.#onHead = onHead;
  }

  /** From the next packet on, heads are so long and go to somebody else. */
  expect(headBytes: number, onHead: OnHead): void {
    this.#head = Buffer.alloc(headBytes);
    this.#onHead = onHead;
  }

  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      at += this.#body === undefined ? this.#pushHead(chunk, at) : this.#pushBody(this.#body, chunk, at);
    }
  }

  #pushHead(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.#head, this.#filled, at);
    this.#filled += taken;
    if (this.#filled < this.#head.length) return taken;
    this.#filled = 0;
    const body = this.#onHead(this.#head);
    if (body !== undefined && body.bytes > 0) {
      this.#body = body;
      this.#bodyLeft = body.bytes;
    } else body?.end();
    return taken;
  }

  #pushBody(body: PacketBody, chunk: Buffer, at: number): number {
    const portion = chunk.subarray(at, at + this.#bodyLeft);
    this.#bodyLeft -= portion.length;
    if (this.#bodyLeft === 0) this.#body = undefined;
    body.take(portion);
    if (this.#bodyLeft === 0) body.end();
    return portion.length;
  }
}

/** A body that is kept whole; so its length must have been checked. */
export function gatherBody(bytes: number, onEnd: (body: Buffer) => void): PacketBody {
  const whole = Buffer.alloc(bytes);
  let filled = 0;
  return {
    bytes,
    take: (portion) => {
      filled += portion.copy(whole, filled);
    },
    end: () => onEnd(whole),
  };
}
