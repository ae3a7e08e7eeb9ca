import { MOST_BYTES_AT_ONCE } from "../limits.ts";
import type { Framebuffer } from "../picture/framebuffer.ts";
import type { Rectangle } from "../picture/rectangle.ts";
import type { Decoding } from "../stream/decoding.ts";

/** Raw: the pixels themselves, four bytes each (RFC 6143, section 7.7.1). */
export function* decodeRaw(rectangle: Rectangle, framebuffer: Framebuffer): Decoding {
  const { x, y, width, height } = rectangle;
  const rowBytes = width * 4;
  if (rowBytes === 0) return;
  const rowsAtOnce = Math.max(1, Math.floor(MOST_BYTES_AT_ONCE / rowBytes));
  for (let row = 0; row < height; row += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, height - row);
    framebuffer.paint({ x, y: y + row, width, height: rows }, yield rows * rowBytes);
  }
}
