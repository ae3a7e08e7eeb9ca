import { readPixel } from "../picture/pixel.ts";
import { malformed } from "../rfb-error.ts";
import { type Decoding, readByte } from "../stream/decoding.ts";
import { findColour } from "./zrle-palette.ts";

const IS_RUN = 128;
const LENGTH_GOES_ON = 255;

/**
 * Runs, each of a pixel and a length.
 *
 * @throws AUX_RFB_MALFORMED
 */
export function* decodePlainRuns(words: Uint32Array): Decoding {
  for (let at = 0; at < words.length; ) {
    const start = yield 4;
    const end = at + (yield* readRunLength(start.readUInt8(3), words.length - at));
    words.fill(readPixel(start, 0), at, end);
    at = end;
  }
}

/**
 * Runs, each of an index into the palette and, where the index says so, a length.
 *
 * @throws AUX_RFB_MALFORMED
 */
export function* decodePaletteRuns(palette: Uint32Array, words: Uint32Array): Decoding {
  for (let at = 0; at < words.length; ) {
    const index = yield* readByte();
    const colour = findColour(palette, index & ~IS_RUN);
    const isRun = (index & IS_RUN) !== 0;
    const end = at + (isRun ? yield* readRunLength(yield* readByte(), words.length - at) : 1);
    words.fill(colour, at, end);
    at = end;
  }
}

/** A length is one more than the sum of its bytes, the last of which is not 255. */
function* readRunLength(firstByte: number, most: number): Decoding<number> {
  const length = 1 + firstByte + (firstByte === LENGTH_GOES_ON ? yield* readLongRest(most) : 0);
  if (length > most) throw malformed("a ZRLE run is longer than its tile");
  return length;
}

function* readLongRest(most: number): Decoding<number> {
  let rest = 0;
  let byte = LENGTH_GOES_ON;
  while (byte === LENGTH_GOES_ON && rest <= most) {
    byte = yield* readByte();
    rest += byte;
  }
  return rest;
}
