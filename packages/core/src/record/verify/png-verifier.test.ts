import { crc32, deflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { buildRandom } from "../../../test/random.ts";
import { verifyInPieces } from "../../../test/verify-pieces.ts";
import { measurePicture, parsePictureHeader } from "./picture-size.ts";
import { PngVerifier } from "./png-verifier.ts";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");

function chunk(type: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const whole = Buffer.alloc(12 + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, "latin1");
  whole.set(data, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + data.length)), 8 + data.length);
  return whole;
}

function header(width: number, height: number, bitDepth = 8, colourType = 2, interlace = 0): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([bitDepth, colourType, 0, 0, interlace], 8);
  return data;
}

/** A picture of which each line is a filter byte and random samples. */
function png(ihdr: Buffer, more = 0, pieces = 1): Buffer {
  const picture = parsePictureHeader(ihdr);
  if (picture === undefined) throw new Error("this is no header");
  const random = buildRandom(ihdr.readUInt32BE(0));
  const lines = Buffer.from(Array.from({ length: measurePicture(picture) + more }, () => random() * 4));
  const data = deflateSync(lines);
  const step = Math.ceil(data.length / pieces);
  const chunks = Array.from({ length: pieces }, (_, index) =>
    chunk("IDAT", data.subarray(index * step, (index + 1) * step)),
  );
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", ihdr),
    ...chunks,
    chunk("tEXt", Buffer.from("a\0b")),
    chunk("IEND"),
  ]);
}

function verify(...parts: readonly Buffer[]) {
  return verifyInPieces(new PngVerifier(), Buffer.concat(parts));
}

describe("PngVerifier", () => {
  it.each([
    ["truecolour", header(33, 17)],
    ["truecolour with alpha, 16 bits", header(5, 3, 16, 6)],
    ["1-bit greyscale", header(9, 3, 1, 0)],
    ["palette", header(10, 10, 4, 3)],
    ["interlaced", header(13, 11, 8, 2, 1)],
    ["interlaced with a single pixel", header(1, 1, 8, 0, 1)],
  ])("finds a picture whole: %s", async (_, ihdr) => {
    expect(await verify(png(ihdr, 0, 3))).toEqual({});
  });

  it("finds one cut short at any byte, in pieces of any size", async () => {
    const random = buildRandom(1);
    const file = png(header(20, 20), 0, 4);
    expect(await verifyInPieces(new PngVerifier(), file, () => random() * 40)).toEqual({});
    for (let bytes = 0; bytes < file.length; bytes += 7) {
      const { fault } = await verifyInPieces(
        new PngVerifier(),
        file.subarray(0, bytes),
        () => random() * 300,
      );
      expect(fault).toBe("it ends before its last chunk does");
    }
  });

  it("finds any byte that was changed, wherever it counts", async () => {
    const file = png(header(8, 8));
    for (let at = 0; at < file.length; at += 1) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      expect(await verify(changed), `byte ${at}`).not.toEqual({});
    }
  });

  const ihdr = chunk("IHDR", header(4, 4));
  const idat = chunk("IDAT", deflateSync(Buffer.alloc(4 * 13)));
  const iend = chunk("IEND");
  it.each([
    ["something else", [Buffer.alloc(64, "GIF89a")], "it begins like no PNG file"],
    ["no header", [SIGNATURE, idat, iend], "its header is not where it belongs"],
    ["two headers", [SIGNATURE, ihdr, ihdr, idat, iend], "its header is not where it belongs"],
    [
      "a header of another length",
      [SIGNATURE, chunk("IHDR", Buffer.alloc(12)), idat, iend],
      "its header describes no picture",
    ],
    [
      "a picture without width",
      [SIGNATURE, chunk("IHDR", header(0, 4)), idat, iend],
      "its header describes no picture",
    ],
    [
      "a colour type that is none",
      [SIGNATURE, chunk("IHDR", header(4, 4, 8, 5)), idat, iend],
      "its header describes no picture",
    ],
    ["no picture", [SIGNATURE, ihdr, iend], "it holds no picture"],
    ["no chunk", [SIGNATURE, ihdr, Buffer.alloc(32, 1), idat, iend], "something in it is no chunk"],
    ["too few lines", [png(header(4, 4), -1)], "its picture lacks lines"],
    ["too many lines", [png(header(4, 4), 1)], "it holds more than its picture"],
    [
      "no compressed data",
      [SIGNATURE, ihdr, chunk("IDAT", Buffer.alloc(64, 1)), iend],
      "its picture cannot be inflated: ",
    ],
    [
      "compressed data that ends early",
      [SIGNATURE, ihdr, chunk("IDAT", deflateSync(Buffer.alloc(52)).subarray(0, 8)), iend],
      "its picture cannot be inflated: ",
    ],
  ])("finds a file with %s", async (_, parts, fault) => {
    expect((await verify(...parts)).fault?.slice(0, fault.length)).toBe(fault);
  });

  it("inflates no more of a bomb than its picture is large, and none that claims to be huge", async () => {
    const bomb = deflateSync(Buffer.alloc(64 * 1024 * 1024));
    const before = process.memoryUsage().rss;
    expect((await verify(SIGNATURE, ihdr, chunk("IDAT", bomb), iend)).fault).toBe(
      "it holds more than its picture",
    );
    const huge = chunk("IHDR", header(0x7fffffff, 0x7fffffff, 16, 6));
    expect((await verify(SIGNATURE, huge, chunk("IDAT", bomb), iend)).fault).toBe(
      "its picture is larger than 1 GiB",
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
  });
});
