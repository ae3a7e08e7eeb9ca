import { crc32, inflateSync } from "node:zlib";

/** A picture as a test looks at it. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel. */
  readonly rgb: Buffer;
  /** The pixel's colour in hexadecimal. */
  at(x: number, y: number): string;
}

/** Decodes what this package writes, and throws for a PNG that is not whole. Source: PNG Specification (Third Edition). */
export function decodePng(file: Buffer): Picture {
  if (file.toString("latin1", 0, 8) !== "\x89PNG\r\n\x1a\n") throw new Error("this is no PNG");
  const chunks = readChunks(file);
  const header = chunks.get("IHDR");
  const data = chunks.get("IDAT");
  if (header === undefined || data === undefined || !chunks.has("IEND"))
    throw new Error("a chunk is missing");
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  if (header.subarray(8).toString("hex") !== "0802000000") throw new Error("this is not 8 bit RGB");
  const rgb = unfilter(inflateSync(data), width * 3, height);
  const at = (x: number, y: number) => rgb.toString("hex", (y * width + x) * 3, (y * width + x) * 3 + 3);
  return { width, height, rgb, at };
}

function readChunks(file: Buffer): ReadonlyMap<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  let at = 8;
  while (at < file.length) {
    const length = file.readUInt32BE(at);
    const check = file.readUInt32BE(at + 8 + length);
    if (check !== crc32(file.subarray(at + 4, at + 8 + length))) throw new Error("a checksum is wrong");
    chunks.set(file.toString("latin1", at + 4, at + 8), file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return chunks;
}

function unfilter(lines: Buffer, bytes: number, height: number): Buffer {
  if (lines.length !== (bytes + 1) * height) throw new Error("rows are missing");
  const rgb = Buffer.alloc(bytes * height);
  for (let y = 0; y < height; y++) {
    const from = y * (bytes + 1);
    if (lines[from] !== 2) throw new Error("this is not the filter that is written");
    for (let x = 0; x < bytes; x++)
      rgb[y * bytes + x] = (lines[from + 1 + x] ?? 0) + (y === 0 ? 0 : (rgb[(y - 1) * bytes + x] ?? 0));
  }
  return rgb;
}
