import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";

/** A picture of a screen, pixel by pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel, row by row. */
  readonly rgb: Buffer;
}

const SIGNATURE = "\x89PNG\r\n\x1a\n";
const EIGHT_BIT_RGB = "0802000000";
const SAMPLES = 3;

/**
 * Reads a PNG of eight bits for each of red, green and blue; throws for any other and for one that is cut. A reader of its
 * own, that knows nothing of who wrote the file. Source: PNG Specification (Third Edition), 9 Filtering.
 */
export function readPicture(path: string): Picture {
  const file = readFileSync(path);
  if (file.toString("latin1", 0, SIGNATURE.length) !== SIGNATURE) throw new Error(`${path} is no PNG`);
  const chunks = readChunks(file);
  const header = chunks.get("IHDR") ?? Buffer.alloc(13);
  if (header.toString("hex", 8) !== EIGHT_BIT_RGB || !chunks.has("IEND"))
    throw new Error(`${path} is cut, or no PNG of eight bits and three colours`);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(chunks.get("IDAT") ?? Buffer.alloc(0));
  return { width, height, rgb: unfilter(rows, width * SAMPLES, height) };
}

function readChunks(file: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = SIGNATURE.length; at + 8 <= file.length; ) {
    const end = at + 8 + file.readUInt32BE(at);
    const type = file.toString("latin1", at + 4, at + 8);
    chunks.set(type, Buffer.concat([chunks.get(type) ?? Buffer.alloc(0), file.subarray(at + 8, end)]));
    at = end + 4;
  }
  return chunks;
}

/** Each row begins with the number of its filter; a sample is what was written plus what the filter foretells. */
function unfilter(rows: Buffer, rowBytes: number, height: number): Buffer {
  const rgb = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y += 1) {
    const [from, to] = [y * (rowBytes + 1), y * rowBytes];
    const filter = rows[from] ?? 0;
    for (let x = 0; x < rowBytes; x += 1) {
      const left = x < SAMPLES ? 0 : (rgb[to + x - SAMPLES] ?? 0);
      const above = y === 0 ? 0 : (rgb[to + x - rowBytes] ?? 0);
      const corner = x < SAMPLES || y === 0 ? 0 : (rgb[to + x - rowBytes - SAMPLES] ?? 0);
      rgb[to + x] = (rows[from + 1 + x] ?? 0) + foretell(filter, left, above, corner);
    }
  }
  return rgb;
}

function foretell(filter: number, left: number, above: number, corner: number): number {
  if (filter < 3) return [0, left, above][filter] ?? 0;
  if (filter === 3) return (left + above) >> 1;
  const near = [left, above, corner].map((sample) => Math.abs(left + above - corner - sample));
  const nearest = Math.min(...near);
  return [left, above, corner][near.indexOf(nearest)] ?? 0;
}
