import { ENCODING_NUMBERS, type RfbEncoding } from "../encodings/encoding-numbers.ts";
import type { Rectangle } from "../picture/rectangle.ts";

/** SetPixelFormat: 32 bits per pixel that arrive as the bytes red, green, blue and one unused (RFC 6143, section 7.5.1). */
export function buildSetPixelFormat(): Buffer {
  const message = Buffer.alloc(20);
  const [bitsPerPixel, depth, isBigEndian, isTrueColour] = [32, 24, 0, 1];
  message.set([bitsPerPixel, depth, isBigEndian, isTrueColour], 4);
  for (const at of [8, 10, 12]) message.writeUInt16BE(255, at);
  const [redShift, greenShift, blueShift] = [0, 8, 16];
  message.set([redShift, greenShift, blueShift], 14);
  return message;
}

/** SetEncodings, the most wanted first (section 7.5.2). */
export function buildSetEncodings(encodings: readonly RfbEncoding[]): Buffer {
  const message = Buffer.alloc(4 + 4 * encodings.length);
  message.writeUInt8(2, 0);
  message.writeUInt16BE(encodings.length, 2);
  for (const [index, encoding] of encodings.entries()) {
    message.writeInt32BE(ENCODING_NUMBERS[encoding], 4 + 4 * index);
  }
  return message;
}

/** FramebufferUpdateRequest: what has changed in an area, or all of it (section 7.5.3). */
export function buildUpdateRequest(area: Rectangle, isIncremental: boolean): Buffer {
  const message = Buffer.alloc(10);
  message.set([3, isIncremental ? 1 : 0]);
  for (const [index, number] of [area.x, area.y, area.width, area.height].entries()) {
    message.writeUInt16BE(number, 2 + 2 * index);
  }
  return message;
}

/** KeyEvent (section 7.5.4). */
export function buildKeyEvent(keysym: number, isDown: boolean): Buffer {
  const message = Buffer.alloc(8);
  message.set([4, isDown ? 1 : 0]);
  message.writeUInt32BE(keysym, 4);
  return message;
}

/** PointerEvent (section 7.5.5). */
export function buildPointerEvent(x: number, y: number, buttons: number): Buffer {
  const message = Buffer.alloc(6);
  message.set([5, buttons]);
  message.writeUInt16BE(x, 2);
  message.writeUInt16BE(y, 4);
  return message;
}

/** ClientCutText without text (section 7.5.6): no input reaches the guest, and QEMU looks at its screen again. */
export function buildEmptyCutText(): Buffer {
  const message = Buffer.alloc(8);
  message.writeUInt8(6, 0);
  return message;
}
