import { Framebuffer } from "../src/picture/framebuffer.ts";
import { type Decoding, runDecoding } from "../src/stream/decoding.ts";
import { StreamSource } from "../src/stream/stream-source.ts";
import { TimeSlice } from "../src/stream/time-slice.ts";
import { FedStream, listSplits } from "./fed-stream.ts";

/** Runs a decoding over a stream of these chunks. */
export function decodeChunks<Result>(decoding: Decoding<Result>, chunks: Iterable<Buffer>): Promise<Result> {
  return runDecoding(decoding, new StreamSource(new FedStream(chunks)), new TimeSlice());
}

/** What a decoding returns for these bytes, however they are cut; throws where two ways of cutting differ. */
export async function decodeEverySplit<Result>(make: () => Decoding<Result>, bytes: Buffer): Promise<Result> {
  const results = [];
  for (const chunks of listSplits(bytes)) results.push(await decodeChunks(make(), chunks));
  const texts = new Set(results.map((result) => JSON.stringify(result)));
  if (texts.size !== 1) throw new Error(`decoded differently: ${[...texts].join(" | ")}`);
  return results[0] as Result;
}

/** The picture, as rows of colour names, that a decoding paints for these bytes, however they are cut. */
export async function paintEverySplit(
  size: { readonly width: number; readonly height: number },
  paint: (framebuffer: Framebuffer) => Decoding,
  bytes: Buffer,
  before: readonly string[] = [],
): Promise<readonly string[]> {
  return decodeEverySplit(function* paintAll() {
    const framebuffer = new Framebuffer(size.width, size.height);
    drawRows(framebuffer, before);
    yield* paint(framebuffer);
    return readRows(framebuffer);
  }, bytes);
}

const COLOURS: Readonly<Record<string, readonly [number, number, number]>> = {
  r: [255, 0, 0],
  g: [0, 255, 0],
  b: [0, 0, 255],
  w: [255, 255, 255],
  y: [18, 52, 86],
};

/** Colours by letters, as three bytes each (CPIXEL of ZRLE). */
export function threeBytes(letters: string): Buffer {
  return Buffer.from(letters.split("").flatMap((letter) => COLOURS[letter] ?? [0, 0, 0]));
}

/** Colours by letters, as four bytes each, the last of them anything. */
export function fourBytes(letters: string): Buffer {
  return Buffer.from(
    letters.split("").flatMap((letter, index) => [...(COLOURS[letter] ?? [0, 0, 0]), index & 255]),
  );
}

/** Each row of the picture as letters; `.` was never painted, `?` is no colour of ours. */
export function readRows({ width, height, pixels }: Framebuffer): readonly string[] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) =>
      nameOf(pixels.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)),
    ),
  ).map((row) => row.join(""));
}

function nameOf(pixel: Uint8Array): string {
  if (pixel[3] === 0) return ".";
  const known = Object.entries(COLOURS).find(([, colour]) =>
    colour.every((value, at) => pixel[at] === value),
  );
  return pixel[3] === 255 ? (known?.[0] ?? "?") : "?";
}

function drawRows(framebuffer: Framebuffer, rows: readonly string[]): void {
  for (const [y, row] of rows.entries()) {
    framebuffer.paint({ x: 0, y, width: row.length, height: 1 }, fourBytes(row));
  }
}
