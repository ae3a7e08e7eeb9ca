import { describe, expect, it } from "vitest";
import { buildMask, formatArea, parseAreas } from "./mask.ts";

describe("parseAreas", () => {
  it("reads areas with blanks between, and formatArea writes them", () => {
    const areas = parseAreas(" 0,0,200x40  300,10,5x6 ");
    expect(areas).toEqual([
      { x: 0, y: 0, width: 200, height: 40 },
      { x: 300, y: 10, width: 5, height: 6 },
    ]);
    expect(areas?.map(formatArea).join(" ")).toBe("0,0,200x40 300,10,5x6");
    expect(parseAreas("")).toEqual([]);
  });

  it.each(["0,0,0x10", "0,0,10x0", "1,2,3", "-1,0,1x1", "0,0,1x1,", "0 0 1x1", "1e3,0,1x1", "0,0,123456x1"])(
    "takes no %s",
    (text) => {
      expect(parseAreas(text)).toBeUndefined();
    },
  );

  it("takes 64 areas and no more", () => {
    expect(parseAreas("0,0,1x1 ".repeat(64))).toHaveLength(64);
    expect(parseAreas("0,0,1x1 ".repeat(65))).toBeUndefined();
  });
});

describe("buildMask", () => {
  it("marks the pixels of the areas, as far as they are on the screen", () => {
    const mask = buildMask([{ x: 2, y: 1, width: 9, height: 1 }], { width: 4, height: 3 });
    expect([...(mask ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]);
    expect(buildMask([{ x: 4, y: 0, width: 9, height: 1 }], { width: 4, height: 3 })).toBeUndefined();
  });
});
