import type { Framebuffer } from "../picture/framebuffer.ts";
import { listTiles, type Rectangle } from "../picture/rectangle.ts";
import type { Decoding } from "../stream/decoding.ts";
import { decodeZrleTile } from "./zrle-tile.ts";

const TILE_SIDE = 64;
const BYTES_PER_PIXEL = 4;
const BYTES_PER_TILE = 1 + 3 * 127;

/** ZRLE, behind its zlib stream: tiles of 64×64 pixels (RFC 6143, section 7.7.6). */
export function* decodeZrle(rectangle: Rectangle, framebuffer: Framebuffer): Decoding {
  const words = new Uint32Array(TILE_SIDE * TILE_SIDE);
  for (const tile of listTiles(rectangle, TILE_SIDE)) {
    yield* decodeZrleTile(tile, framebuffer, words);
  }
}

/**
 * The most compressed bytes that a rectangle may have: twice what its pixels need in the most wasteful encoding, since
 * zlib adds little to what it cannot compress.
 */
export function findMostZrleBytes({ width, height }: Rectangle): number {
  const tiles = Math.ceil(width / TILE_SIDE) * Math.ceil(height / TILE_SIDE);
  return 2 * (width * height * BYTES_PER_PIXEL + tiles * BYTES_PER_TILE) + 1024;
}
