import type { Framebuffer } from "../picture/framebuffer.ts";
import { buildPixel, readPixel } from "../picture/pixel.ts";
import { listTiles, type Rectangle } from "../picture/rectangle.ts";
import { malformed } from "../rfb-error.ts";
import { type Decoding, readByte } from "../stream/decoding.ts";
import { decodeRaw } from "./raw.ts";

const TILE_SIDE = 16;
const MASK = { raw: 1, background: 2, foreground: 4, anySubrects: 8, subrectsColoured: 16 } as const;

/** The colours that last from one tile to the next. */
interface Colours {
  background: number;
  foreground: number;
}

/**
 * Hextile: tiles of 16×16 pixels, each a background with rectangles on it (RFC 6143, section 7.7.4).
 *
 * @throws AUX_RFB_MALFORMED
 */
export function* decodeHextile(rectangle: Rectangle, framebuffer: Framebuffer): Decoding {
  const black = buildPixel(0, 0, 0);
  const colours: Colours = { background: black, foreground: black };
  for (const tile of listTiles(rectangle, TILE_SIDE)) {
    const mask = yield* readByte();
    if ((mask & MASK.raw) !== 0) yield* decodeRaw(tile, framebuffer);
    else yield* decodeTile(tile, mask, colours, framebuffer);
  }
}

function* decodeTile(tile: Rectangle, mask: number, colours: Colours, framebuffer: Framebuffer): Decoding {
  if ((mask & MASK.background) !== 0) colours.background = readPixel(yield 4, 0);
  if ((mask & MASK.foreground) !== 0) colours.foreground = readPixel(yield 4, 0);
  framebuffer.fill(tile, colours.background);
  if ((mask & MASK.anySubrects) === 0) return;
  const isColoured = (mask & MASK.subrectsColoured) !== 0;
  const bytesEach = isColoured ? 6 : 2;
  const bytes = yield (yield* readByte()) * bytesEach;
  for (let at = 0; at < bytes.length; at += bytesEach) {
    const colour = isColoured ? readPixel(bytes, at) : colours.foreground;
    framebuffer.fill(placeInTile(tile, bytes.readUInt16BE(at + bytesEach - 2)), colour);
  }
}

/** Position and size of a rectangle inside its tile are four bits each. */
function placeInTile(tile: Rectangle, bits: number): Rectangle {
  const [x, y, width, height] = [bits >> 12, (bits >> 8) & 15, ((bits >> 4) & 15) + 1, (bits & 15) + 1];
  if (x + width > tile.width || y + height > tile.height)
    throw malformed("a Hextile rectangle leaves its tile");
  return { x: tile.x + x, y: tile.y + y, width, height };
}
