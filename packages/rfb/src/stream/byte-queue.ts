/** Chunks as they arrived, taken out in the portions that a decoder needs. */
export class ByteQueue {
  #chunks: Buffer[] = [];
  #first = 0;
  #bytes = 0;

  /** Bytes that are there to be taken. */
  get bytes(): number {
    return this.#bytes;
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
  }

  /** Exactly `count` bytes, without copying them where they lie in one chunk; undefined while there are fewer. */
  take(count: number): Buffer | undefined {
    if (count > this.#bytes) return undefined;
    this.#bytes -= count;
    const head = this.#chunks[0] ?? Buffer.alloc(0);
    const end = this.#first + count;
    if (end > head.length) return this.#join(count);
    const taken = head.subarray(this.#first, end);
    this.#advance(end);
    return taken;
  }

  /** What is there, but at most `count` bytes and no more than lies in one chunk; undefined when nothing is there. */
  takeSome(count: number): Buffer | undefined {
    const head = this.#chunks[0];
    return head === undefined ? undefined : this.take(Math.min(count, head.length - this.#first));
  }

  clear(): void {
    this.#chunks = [];
    this.#first = 0;
    this.#bytes = 0;
  }

  #join(count: number): Buffer {
    const joined = Buffer.allocUnsafe(count);
    let filled = 0;
    while (filled < count) {
      const head = this.#chunks[0];
      if (head === undefined) throw new RangeError("the queue holds fewer bytes than it counted");
      const end = Math.min(head.length, this.#first + count - filled);
      filled += head.copy(joined, filled, this.#first, end);
      this.#advance(end);
    }
    return joined;
  }

  #advance(to: number): void {
    const isUsedUp = to === this.#chunks[0]?.length;
    if (isUsedUp) this.#chunks.shift();
    this.#first = isUsedUp ? 0 : to;
  }
}
