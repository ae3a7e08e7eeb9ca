import type { Frame } from "../sources/frame.ts";
import { restBetween } from "../time-slice.ts";
import type { LineRoom } from "./line-room.ts";

const FILTER_UP = 2;
const ROWS_AT_ONCE = 32;

/**
 * The picture as PNG compresses it: red, green and blue of each pixel less those of the pixel above, each row behind the
 * number of that filter. Rests between rows.
 *
 * Source: PNG Specification (Third Edition), 9 Filtering.
 */
export async function buildScanLines(
  { width, height, words }: Pick<Frame, "width" | "height" | "words">,
  room: LineRoom,
): Promise<Buffer> {
  const bytes = width * 3;
  const lines = room.take((bytes + 1) * height);
  // Four pixels are three words without their fourth bytes; what is beyond the row's end is not taken.
  const rowWords = Math.ceil(width / 4) * 3;
  let [row, above] = [new Uint32Array(rowWords), new Uint32Array(rowWords)];
  const filtered = new Uint32Array(rowWords);
  const filteredBytes = new Uint8Array(filtered.buffer, 0, bytes);
  for (let y = 0; y < height; y++) {
    packRow(words, y * width, row);
    subtractBytes(row, above, filtered);
    const at = y * (bytes + 1);
    lines[at] = FILTER_UP;
    lines.set(filteredBytes, at + 1);
    [row, above] = [above, row];
    if (y % ROWS_AT_ONCE === 0) await restBetween();
  }
  return lines;
}

/** Leaves out the fourth byte of each pixel. */
function packRow(words: Uint32Array, from: number, row: Uint32Array): void {
  for (let to = 0, at = from; to < row.length; to += 3, at += 4) {
    const second = words[at + 1] ?? 0;
    const third = words[at + 2] ?? 0;
    row[to] = ((words[at] ?? 0) & 0xffffff) | (second << 24);
    row[to + 1] = ((second >>> 8) & 0xffff) | (third << 16);
    row[to + 2] = ((third >>> 16) & 0xff) | ((words[at + 3] ?? 0) << 8);
  }
}

/** Each byte less that of `above`, modulo 256, four at a time: no borrow may reach the byte beside. */
function subtractBytes(row: Uint32Array, above: Uint32Array, result: Uint32Array): void {
  for (let at = 0; at < row.length; at++) {
    const one = row[at] ?? 0;
    const other = above[at] ?? 0;
    result[at] = ((one | 0x80808080) - (other & 0x7f7f7f7f)) ^ ((one ^ ~other) & 0x80808080);
  }
}
