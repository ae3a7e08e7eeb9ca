import { describe, expect, it } from "vitest";
import { decodeChunks, paintEverySplit, threeBytes } from "../../test/decode-bytes.ts";
import { Framebuffer } from "../picture/framebuffer.ts";
import { decodeZrle, findMostZrleBytes } from "./zrle.ts";

function paint(width: number, height: number, ...parts: readonly Buffer[]) {
  const place = { x: 0, y: 0, width, height };
  return paintEverySplit({ width, height }, (f) => decodeZrle(place, f), Buffer.concat(parts));
}

const bytes = (...values: readonly number[]) => Buffer.from(values);

describe("a ZRLE rectangle", () => {
  it("paints raw tiles", async () => {
    expect(await paint(3, 2, bytes(0), threeBytes("rgbwyr"))).toEqual(["rgb", "wyr"]);
  });

  it("paints tiles of one colour, left to right and top to bottom", async () => {
    const rows = await paint(65, 65, ...["r", "g", "b", "w"].flatMap((one) => [bytes(1), threeBytes(one)]));
    expect(rows[0]).toBe(`${"r".repeat(64)}g`);
    expect(rows[63]).toBe(rows[0]);
    expect(rows[64]).toBe(`${"b".repeat(64)}w`);
  });

  it("paints packed palettes of 2, 3 and 5 colours, each row from a new byte", async () => {
    expect(await paint(9, 2, bytes(2), threeBytes("rg"), bytes(0b01010101, 0x80, 0, 0))).toEqual([
      "rgrgrgrgg",
      "rrrrrrrrr",
    ]);
    expect(await paint(5, 1, bytes(3), threeBytes("rgb"), bytes(0b00011000, 0b01000000))).toEqual(["rgbrg"]);
    expect(await paint(3, 1, bytes(5), threeBytes("rgbwy"), bytes(0x43, 0x20))).toEqual(["ywb"]);
  });

  it("paints plain runs, long ones too", async () => {
    const rows = await paint(64, 8, bytes(128), threeBytes("r"), bytes(255, 44), threeBytes("g"), bytes(211));
    expect(rows.join("")).toBe("r".repeat(300) + "g".repeat(212));
  });

  it("paints runs of a palette, and single pixels of it", async () => {
    const runs = bytes(0, 129, 255, 0, 1, 128, 253);
    const rows = await paint(64, 8, bytes(130), threeBytes("rg"), runs);
    expect(rows.join("")).toBe(`r${"g".repeat(256)}g${"r".repeat(254)}`);
  });

  it.each([
    ["an unknown way of packing", bytes(17)],
    ["the way of packing that the RFC leaves out", bytes(129)],
    ["a colour beyond its palette", Buffer.concat([bytes(3), threeBytes("rgb"), bytes(0xff, 0xff)])],
    ["a colour beyond its palette of runs", Buffer.concat([bytes(130), threeBytes("rg"), bytes(2)])],
    ["a run beyond its end", Buffer.concat([bytes(128), threeBytes("r"), bytes(4)])],
    ["a run that goes on for ever", Buffer.concat([bytes(128), threeBytes("r"), Buffer.alloc(64, 255)])],
  ])("with %s is AUX_RFB_MALFORMED", async (_, tile) => {
    const decoding = decodeZrle({ x: 0, y: 0, width: 2, height: 2 }, new Framebuffer(2, 2));
    await expect(decodeChunks(decoding, [tile])).rejects.toMatchObject({ code: "AUX_RFB_MALFORMED" });
  });

  it("may be said to have a few bytes more than its pixels, but not a gigabyte", () => {
    expect(findMostZrleBytes({ x: 0, y: 0, width: 64, height: 64 })).toBeGreaterThan(64 * 64 * 4);
    expect(findMostZrleBytes({ x: 0, y: 0, width: 7680, height: 4320 })).toBeLessThan(300_000_000);
  });
});
