import type { Framebuffer } from "../picture/framebuffer.ts";
import { assertInside, type Rectangle } from "../picture/rectangle.ts";
import type { Decoding } from "../stream/decoding.ts";

/**
 * CopyRect: the rectangle is a copy of another part of the screen (RFC 6143, section 7.7.2).
 *
 * @throws AUX_RFB_RECTANGLE
 */
export function* decodeCopyRect(rectangle: Rectangle, framebuffer: Framebuffer): Decoding {
  const bytes = yield 4;
  const source = { ...rectangle, x: bytes.readUInt16BE(0), y: bytes.readUInt16BE(2) };
  assertInside(source, framebuffer);
  // A copy that moves down begins at the bottom, so that no row is overwritten before it was read.
  const isDownwards = rectangle.y > source.y;
  for (let done = 0; done < rectangle.height; done++) {
    const row = isDownwards ? rectangle.height - 1 - done : done;
    const from = { x: source.x, y: source.y + row };
    framebuffer.copyRow(from, rectangle.x, rectangle.y + row, rectangle.width);
    yield 0;
  }
}
