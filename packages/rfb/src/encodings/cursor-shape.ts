import { LONGEST_CURSOR_SIDE } from "../limits.ts";
import type { RfbCursor } from "../picture/cursor.ts";
import type { Rectangle } from "../picture/rectangle.ts";
import { RfbError } from "../rfb-error.ts";
import type { Decoding } from "../stream/decoding.ts";

/**
 * Cursor: a shape with a mask of one bit per pixel; the rectangle's position is the pixel that points (RFC 6143, section
 * 7.8.1).
 *
 * @throws AUX_RFB_TOO_LONG
 */
export function* decodeCursorShape({ x, y, width, height }: Rectangle): Decoding<RfbCursor> {
  if (width > LONGEST_CURSOR_SIDE || height > LONGEST_CURSOR_SIDE) {
    const allowed = `${LONGEST_CURSOR_SIDE}x${LONGEST_CURSOR_SIDE} are allowed`;
    throw new RfbError("AUX_RFB_TOO_LONG", `a cursor has ${width}x${height} pixels; ${allowed}`);
  }
  const pixels = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) pixels.set(yield width * 4, row * width * 4);
  for (let row = 0; row < height; row++) applyMask(pixels, row * width, width, yield Math.ceil(width / 8));
  return { width, height, hotX: x, hotY: y, pixels };
}

function applyMask(pixels: Uint8Array, from: number, width: number, mask: Buffer): void {
  for (let column = 0; column < width; column++) {
    const isOpaque = ((mask.readUInt8(column >> 3) >> (7 - (column & 7))) & 1) === 1;
    pixels[(from + column) * 4 + 3] = isOpaque ? 255 : 0;
  }
}
