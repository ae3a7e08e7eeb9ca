import type { Rectangle } from "../picture/rectangle.ts";
import { type Decoding, readBytes } from "../stream/decoding.ts";

const SCREEN_BYTES = 16;

/** A size of the screen. */
export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/**
 * ExtendedDesktopSize: the new size, and the screens it consists of, which are passed over. The rectangle's `y` is a
 * status; when it is not 0, a client's wish was refused and the size stays. (The RFB protocol of the community, section
 * 7.8.18: https://github.com/rfbproto/rfbproto)
 */
export function* decodeExtendedDesktopSize({
  y,
  width,
  height,
}: Rectangle): Decoding<ScreenSize | undefined> {
  const screens = (yield 4).readUInt8(0);
  yield* readBytes(screens * SCREEN_BYTES);
  return y === 0 ? { width, height } : undefined;
}
