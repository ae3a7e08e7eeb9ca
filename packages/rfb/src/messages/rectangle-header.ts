import { ENCODING_NUMBERS, type RfbEncoding } from "../encodings/encoding-numbers.ts";
import type { Rectangle } from "../picture/rectangle.ts";
import { malformed } from "../rfb-error.ts";
import type { Decoding } from "../stream/decoding.ts";

/** What stands before each rectangle of an update (RFC 6143, section 7.6.1). */
export interface RectangleHeader {
  readonly rectangle: Rectangle;
  readonly encoding: RfbEncoding;
}

/**
 * Reads it; an encoding that was not asked for is an error, except Raw, which every server may use.
 *
 * @throws AUX_RFB_MALFORMED
 */
export function* readRectangleHeader(wanted: readonly RfbEncoding[]): Decoding<RectangleHeader> {
  const bytes = yield 12;
  const [x, y] = [bytes.readUInt16BE(0), bytes.readUInt16BE(2)];
  const [width, height] = [bytes.readUInt16BE(4), bytes.readUInt16BE(6)];
  const number = bytes.readInt32BE(8);
  const encoding =
    wanted.find((one) => ENCODING_NUMBERS[one] === number) ?? (number === 0 ? "raw" : undefined);
  if (encoding === undefined) throw malformed(`a rectangle has encoding ${number}, which nobody asked for`);
  return { rectangle: { x, y, width, height }, encoding };
}
