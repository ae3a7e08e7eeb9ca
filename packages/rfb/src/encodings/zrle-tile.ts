import type { Framebuffer } from "../picture/framebuffer.ts";
import { readPixel } from "../picture/pixel.ts";
import type { Rectangle } from "../picture/rectangle.ts";
import { malformed } from "../rfb-error.ts";
import { type Decoding, readByte } from "../stream/decoding.ts";
import { findColour } from "./zrle-palette.ts";
import { decodePaletteRuns, decodePlainRuns } from "./zrle-runs.ts";

const PIXEL_BYTES = 3;

/**
 * One tile of ZRLE; its first byte says how it is packed. `words` is room for the pixels of a tile.
 *
 * @throws AUX_RFB_MALFORMED
 */
export function* decodeZrleTile(tile: Rectangle, framebuffer: Framebuffer, words: Uint32Array): Decoding {
  const packing = yield* readByte();
  if (packing === 1) return framebuffer.fill(tile, readPixel(yield PIXEL_BYTES, 0));
  const own = words.subarray(0, tile.width * tile.height);
  yield* decodePixels(packing, tile, own);
  for (let y = 0; y < tile.height; y++) {
    framebuffer.paintWords(tile.x, tile.y + y, own.subarray(y * tile.width, (y + 1) * tile.width));
  }
}

function* decodePixels(packing: number, tile: Rectangle, words: Uint32Array): Decoding {
  if (packing === 0) words.set(yield* readPixels(words.length));
  else if (packing <= 16) yield* decodePacked(yield* readPixels(packing), tile, words);
  else if (packing === 128) yield* decodePlainRuns(words);
  else if (packing >= 130) yield* decodePaletteRuns(yield* readPixels(packing - 128), words);
  else throw malformed(`a ZRLE tile is packed in the unknown way ${packing}`);
}

function* readPixels(count: number): Decoding<Uint32Array> {
  const bytes = yield count * PIXEL_BYTES;
  const pixels = new Uint32Array(count);
  for (let index = 0; index < count; index++) pixels[index] = readPixel(bytes, index * PIXEL_BYTES);
  return pixels;
}

/** Indices into the palette, one, two or four bits each; every row begins with a new byte. */
function* decodePacked(palette: Uint32Array, { width, height }: Rectangle, words: Uint32Array): Decoding {
  const bits = findIndexBits(palette.length);
  const bytes = yield Math.ceil((width * bits) / 8) * height;
  for (let row = 0, at = 0; row < words.length; row += width)
    at = unpackRow(bytes, at, { palette, bits, words: words.subarray(row, row + width) });
}

interface PackedRow {
  readonly palette: Uint32Array;
  readonly bits: number;
  readonly words: Uint32Array;
}

/** Returns where the next row begins. No generator: each of a million pixels would take five times as long there. */
function unpackRow(bytes: Buffer, start: number, { palette, bits, words }: PackedRow): number {
  const mask = (1 << bits) - 1;
  let at = start;
  let shift = 8;
  for (let column = 0; column < words.length; column++) {
    shift -= bits;
    words[column] = findColour(palette, ((bytes[at] ?? 0) >> shift) & mask);
    if (shift > 0) continue;
    shift = 8;
    at += 1;
  }
  return shift === 8 ? at : at + 1;
}

function findIndexBits(colours: number): number {
  if (colours <= 2) return 1;
  return colours <= 4 ? 2 : 4;
}
