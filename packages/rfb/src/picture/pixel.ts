import { endianness } from "node:os";

const IS_LITTLE_ENDIAN = endianness() === "LE";

/** The fourth byte of each pixel, set: with it a picture is RGBA as well. As a word of the framebuffer. */
export const OPAQUE = IS_LITTLE_ENDIAN ? 0xff000000 : 0x000000ff;

/** The word of a framebuffer whose bytes are red, green, blue and 255. */
export function buildPixel(red: number, green: number, blue: number): number {
  return IS_LITTLE_ENDIAN
    ? (OPAQUE | (blue << 16) | (green << 8) | red) >>> 0
    : ((red << 24) | (green << 16) | (blue << 8) | OPAQUE) >>> 0;
}

/** The pixel whose three bytes begin at an offset. */
export function readPixel(bytes: Buffer, offset: number): number {
  return buildPixel(bytes.readUInt8(offset), bytes.readUInt8(offset + 1), bytes.readUInt8(offset + 2));
}
