import { constants, createDeflate } from "node:zlib";

/** Numbers of two bytes. */
export function u16(...numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(numbers.length * 2);
  for (const [index, number] of numbers.entries()) bytes.writeUInt16BE(number, index * 2);
  return bytes;
}

/** A number of four bytes. */
export function u32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number >>> 0);
  return bytes;
}

/** A text with its length before it. */
export function counted(text: string): Buffer {
  return Buffer.concat([u32(Buffer.byteLength(text)), Buffer.from(text)]);
}

/** ServerInit. */
export function serverInit(width: number, height: number, name = "a desktop"): Buffer {
  return Buffer.concat([u16(width, height), Buffer.alloc(16), counted(name)]);
}

/** All that a server of version 3.8 without password says until updates begin. */
export function greeting(width: number, height: number): Buffer {
  return Buffer.concat([Buffer.from("RFB 003.008\n\x01\x01"), u32(0), serverInit(width, height)]);
}

/** A rectangle: where it is, the number of its encoding, what it holds. */
export function rectangle(
  place: readonly [x: number, y: number, width: number, height: number],
  encoding: number,
  ...payload: readonly Buffer[]
): Buffer {
  return Buffer.concat([u16(...place), u32(encoding), ...payload]);
}

/** FramebufferUpdate. */
export function update(...rectangles: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([0, 0]), u16(rectangles.length), ...rectangles]);
}

/** A zlib stream as servers keep one: each piece is flushed, and has its length before it. */
export class ServerDeflate {
  readonly #deflate = createDeflate();

  async pack(...pieces: readonly Buffer[]): Promise<Buffer> {
    const parts: Buffer[] = [];
    const onData = (part: Buffer) => parts.push(part);
    this.#deflate.on("data", onData);
    this.#deflate.write(Buffer.concat(pieces));
    await new Promise<void>((resolve) => this.#deflate.flush(constants.Z_SYNC_FLUSH, resolve));
    this.#deflate.off("data", onData);
    const packed = Buffer.concat(parts);
    return Buffer.concat([u32(packed.length), packed]);
  }
}
