import { describe, expect, it } from "vitest";
import { decodeChunks, decodeEverySplit, fourBytes } from "../../test/decode-bytes.ts";
import { decodeCursorShape } from "./cursor-shape.ts";
import { decodeExtendedDesktopSize } from "./extended-desktop-size.ts";

describe("a cursor's shape", () => {
  it("has a place that points, and lets the screen through where its mask says so", async () => {
    const bytes = Buffer.concat([fourBytes("rgbw"), Buffer.from([0b10000000, 0b01000000])]);
    const cursor = await decodeEverySplit(
      () => decodeCursorShape({ x: 1, y: 0, width: 2, height: 2 }),
      bytes,
    );
    expect(cursor).toMatchObject({ width: 2, height: 2, hotX: 1, hotY: 0 });
    expect(Object.values(cursor.pixels)).toEqual([
      255, 0, 0, 255, 0, 255, 0, 0, 0, 0, 255, 0, 255, 255, 255, 255,
    ]);
  });

  it("of a hidden cursor is empty", async () => {
    const cursor = await decodeChunks(decodeCursorShape({ x: 0, y: 0, width: 0, height: 0 }), []);
    expect(cursor.pixels).toHaveLength(0);
  });

  it("of an absurd size is AUX_RFB_TOO_LONG, before any memory is taken", async () => {
    const decoding = decodeCursorShape({ x: 0, y: 0, width: 65_535, height: 65_535 });
    await expect(decodeChunks(decoding, [])).rejects.toMatchObject({ code: "AUX_RFB_TOO_LONG" });
  });
});

describe("ExtendedDesktopSize", () => {
  const twoScreens = Buffer.concat([Buffer.from([2, 0, 0, 0]), Buffer.alloc(32, 1)]);

  it("says the new size, whatever screens it consists of", async () => {
    const decode = () => decodeExtendedDesktopSize({ x: 0, y: 0, width: 800, height: 600 });
    expect(await decodeEverySplit(decode, twoScreens)).toEqual({ width: 800, height: 600 });
  });

  it("says nothing where a wish was refused", async () => {
    const decoding = decodeExtendedDesktopSize({ x: 1, y: 3, width: 9, height: 9 });
    expect(await decodeChunks(decoding, [twoScreens])).toBeUndefined();
  });
});
