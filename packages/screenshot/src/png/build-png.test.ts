import { describe, expect, it } from "vitest";
import { decodePng } from "../../test/decode-png.ts";
import { buildPng } from "./build-png.ts";
import { LineRoom } from "./line-room.ts";
import { buildScanLines } from "./scan-lines.ts";

/** Pixels that cannot be told apart from noise, the same in each run. */
function buildNoise(width: number, height: number): Uint32Array {
  let state = width * 31 + height;
  return Uint32Array.from({ length: width * height }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state | 0xff000000) >>> 0;
  });
}

async function pack(width: number, height: number, words: Uint32Array): Promise<Buffer> {
  const lines = await buildScanLines({ width, height, words }, new LineRoom());
  return Buffer.concat(await buildPng({ width, height }, lines));
}

function toRgb(words: Uint32Array): Buffer {
  const bytes = Buffer.from(words.buffer);
  return Buffer.from(bytes.filter((_, at) => at % 4 !== 3));
}

describe("a PNG of ours", () => {
  it.each([
    [1, 1],
    [2, 3],
    [3, 2],
    [4, 4],
    [5, 7],
    [6, 1],
    [7, 65],
    [640, 33],
    [1281, 5],
  ])("of %ix%i pixels holds each of them", async (width, height) => {
    const words = buildNoise(width, height);
    const picture = decodePng(await pack(width, height, words));
    expect([picture.width, picture.height]).toEqual([width, height]);
    expect(picture.rgb.equals(toRgb(words))).toBe(true);
  });

  it("of one colour is small", async () => {
    const png = await pack(1280, 800, new Uint32Array(1280 * 800).fill(0xff336699));
    expect(png.length).toBeLessThan(30_000);
    expect(decodePng(png).at(1279, 799)).toBe("996633");
  });

  it("is built in memory that held another one", async () => {
    const room = new LineRoom();
    const words = [buildNoise(30, 20), new Uint32Array(600).fill(0xff112233)];
    for (const each of words) {
      const lines = await buildScanLines({ width: 30, height: 20, words: each }, room);
      const picture = decodePng(Buffer.concat(await buildPng({ width: 30, height: 20 }, lines)));
      expect(picture.rgb.equals(toRgb(each))).toBe(true);
      room.giveBack(lines);
    }
    expect(room.take(91 * 20)).toHaveLength(91 * 20);
    expect(room.take(5)).toHaveLength(5);
  });
});
