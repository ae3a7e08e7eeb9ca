import type { TimeSlice } from "./time-slice.ts";

/**
 * Something that is read from a stream: a generator that yields how many bytes it needs next, is given exactly these,
 * and returns what it made of them. It may yield 0 to let other work be done in between. So a decoder is plain
 * code that neither knows where its bytes come from nor in which portions they arrive.
 */
export type Decoding<Result = void> = Generator<number, Result, Buffer>;

/** Where a decoding's bytes come from. */
export interface ByteSource {
  /** Exactly `count` bytes, when they are there already. */
  take(count: number): Buffer | undefined;
  /** Exactly `count` bytes, once they are there; rejects when they will never be. */
  wait(count: number): Promise<Buffer>;
}

/** Feeds a decoding until it is done, without keeping the event loop for longer than a slice of time. */
export async function runDecoding<Result>(
  decoding: Decoding<Result>,
  source: ByteSource,
  slice: TimeSlice,
): Promise<Result> {
  let step = decoding.next();
  while (step.done !== true) {
    if (slice.isOver()) await slice.rest();
    step = decoding.next(source.take(step.value) ?? (await source.wait(step.value)));
  }
  return step.value;
}

/** One unsigned byte. */
export function* readByte(): Decoding<number> {
  return (yield 1).readUInt8(0);
}

/** An unsigned number of 32 bits, the most significant byte first, as everywhere in the protocol. */
export function* readUint32(): Decoding<number> {
  return (yield 4).readUInt32BE(0);
}

/** Bytes as they are. */
export function* readBytes(count: number): Decoding<Buffer> {
  return yield count;
}
