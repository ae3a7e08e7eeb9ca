import { describe, expect, it } from "vitest";
import { decodeChunks, paintEverySplit } from "../../test/decode-bytes.ts";
import { u16 } from "../../test/server-bytes.ts";
import { Framebuffer } from "../picture/framebuffer.ts";
import { decodeCopyRect } from "./copy-rect.ts";

const BEFORE = ["rgb", "wyr", "gbw"];

function copy(place: readonly [number, number, number, number], x: number, y: number) {
  const [left, top, width, height] = place;
  const rectangle = { x: left, y: top, width, height };
  return paintEverySplit({ width: 3, height: 3 }, (f) => decodeCopyRect(rectangle, f), u16(x, y), BEFORE);
}

describe("a CopyRect rectangle", () => {
  it("copies another part of the picture", async () => {
    expect(await copy([0, 2, 2, 1], 0, 1)).toEqual(["rgb", "wyr", "wyw"]);
    expect(await copy([1, 1, 2, 2], 0, 0)).toEqual(["rgb", "wrg", "gwy"]);
  });

  it("copies rightly where both parts overlap, in every direction", async () => {
    expect(await copy([0, 1, 3, 2], 0, 0)).toEqual(["rgb", "rgb", "wyr"]);
    expect(await copy([0, 0, 3, 2], 0, 1)).toEqual(["wyr", "gbw", "gbw"]);
    expect(await copy([1, 0, 2, 3], 0, 0)).toEqual(["rrg", "wwy", "ggb"]);
    expect(await copy([0, 0, 2, 3], 1, 0)).toEqual(["gbb", "yrr", "bww"]);
  });

  it("from outside of the screen is AUX_RFB_RECTANGLE", async () => {
    const decoding = decodeCopyRect({ x: 0, y: 0, width: 2, height: 2 }, new Framebuffer(3, 3));
    await expect(decodeChunks(decoding, [u16(2, 0)])).rejects.toMatchObject({ code: "AUX_RFB_RECTANGLE" });
  });
});
