import { describe, expect, it } from "vitest";
import { decodeChunks, fourBytes, paintEverySplit } from "../../test/decode-bytes.ts";
import { Framebuffer } from "../picture/framebuffer.ts";
import { decodeHextile } from "./hextile.ts";

const SCREEN = { width: 18, height: 2 };

function paint(...parts: readonly Buffer[]) {
  const place = { x: 0, y: 0, ...SCREEN };
  return paintEverySplit(SCREEN, (framebuffer) => decodeHextile(place, framebuffer), Buffer.concat(parts));
}

describe("a Hextile rectangle", () => {
  it("paints backgrounds, and keeps a colour for the next tile", async () => {
    const rows = await paint(Buffer.from([2]), fourBytes("r"), Buffer.from([0]));
    expect(rows).toEqual(["r".repeat(18), "r".repeat(18)]);
  });

  it("paints rectangles in the foreground's colour, in their own, and raw tiles", async () => {
    const first = [Buffer.from([2 | 4 | 8]), fourBytes("rg"), Buffer.from([2, 0x10, 0x20, 0xf1, 0x00])];
    const second = [Buffer.from([1]), fourBytes("wybw")];
    expect(await paint(...first, ...second)).toEqual(["rgggrrrrrrrrrrrrwy", "rrrrrrrrrrrrrrrgbw"]);
  });

  it("paints coloured rectangles", async () => {
    const first = [Buffer.from([2 | 8 | 16]), fourBytes("r"), Buffer.from([2])];
    const coloured = [fourBytes("b"), Buffer.from([0x00, 0x00]), fourBytes("w"), Buffer.from([0x11, 0x10])];
    const rows = await paint(...first, ...coloured, Buffer.from([8]), Buffer.from([0]));
    expect(rows).toEqual([`b${"r".repeat(17)}`, `rww${"r".repeat(15)}`]);
  });

  it("whose rectangle leaves its tile is AUX_RFB_MALFORMED", async () => {
    const decoding = decodeHextile({ x: 0, y: 0, width: 2, height: 2 }, new Framebuffer(20, 20));
    const bytes = Buffer.concat([Buffer.from([8, 1, 0x10, 0x10])]);
    await expect(decodeChunks(decoding, [bytes])).rejects.toMatchObject({ code: "AUX_RFB_MALFORMED" });
  });
});
