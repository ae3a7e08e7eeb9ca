import { describe, expect, it } from "vitest";
import { decodeChunks, fourBytes, paintEverySplit } from "../../test/decode-bytes.ts";
import { Framebuffer } from "../picture/framebuffer.ts";
import { decodeRaw } from "./raw.ts";

describe("a Raw rectangle", () => {
  it("is painted where it belongs, opaque, wherever its bytes are cut", async () => {
    const place = { x: 1, y: 1, width: 3, height: 2 };
    const rows = await paintEverySplit(
      { width: 5, height: 4 },
      (f) => decodeRaw(place, f),
      fourBytes("rgbwyr"),
    );
    expect(rows).toEqual([".....", ".rgb.", ".wyr.", "....."]);
  });

  it("that is empty needs no bytes", async () => {
    const place = { x: 0, y: 0, width: 0, height: 60_000 };
    expect(
      await paintEverySplit({ width: 1, height: 1 }, (f) => decodeRaw(place, f), Buffer.alloc(0)),
    ).toEqual(["."]);
  });

  it("larger than what is taken at once is whole", async () => {
    const framebuffer = new Framebuffer(300, 200);
    const bytes = Buffer.alloc(300 * 200 * 4, 0x55);
    await decodeChunks(decodeRaw({ x: 0, y: 0, width: 300, height: 200 }, framebuffer), [bytes]);
    expect(new Set(framebuffer.words)).toEqual(new Set([framebuffer.words[0]]));
    expect([...framebuffer.pixels.subarray(-4)]).toEqual([0x55, 0x55, 0x55, 255]);
  });

  it("that ends early is AUX_RFB_CLOSED", async () => {
    const decoding = decodeRaw({ x: 0, y: 0, width: 2, height: 2 }, new Framebuffer(2, 2));
    await expect(decodeChunks(decoding, [fourBytes("rgb")])).rejects.toMatchObject({
      code: "AUX_RFB_CLOSED",
    });
  });
});
