import { describe, expect, it } from "vitest";
import { PaintedScreen } from "../../test/painted-frame.ts";
import { countDifferences, findChangedArea, UNSEEN_DIFFERENCE } from "./differences.ts";

const [width, height] = [20, 10];
const WHOLE = { x: 0, y: 0, width, height };

function pairOf(paint: (after: PaintedScreen) => void, mask?: Uint8Array) {
  const [before, after] = [
    new PaintedScreen(width, height, 0x808080),
    new PaintedScreen(width, height, 0x808080),
  ];
  paint(after);
  const signed = ({ words }: PaintedScreen) => new Int32Array(words.buffer);
  return { width, before: signed(before), after: signed(after), mask };
}

describe("two pictures", () => {
  it("that are the same differ nowhere", () => {
    const pair = pairOf(() => {});
    expect(countDifferences(pair, WHOLE)).toEqual({ seen: 0, unseen: 0, masked: 0 });
    expect(findChangedArea(pair, WHOLE)).toBeUndefined();
  });

  it("differ in as many pixels as were painted, and only where one looks", () => {
    const pair = pairOf((after) => after.paint({ x: 3, y: 2, width: 4, height: 5 }, 0xff0000));
    expect(countDifferences(pair, WHOLE).seen).toBe(20);
    expect(countDifferences(pair, { x: 0, y: 0, width: 5, height: 4 }).seen).toBe(4);
    expect(findChangedArea(pair, WHOLE)).toEqual({ x: 3, y: 2, width: 4, height: 5 });
    expect(findChangedArea(pair, { x: 0, y: 0, width: 5, height: 4 })).toEqual({
      x: 3,
      y: 2,
      width: 2,
      height: 2,
    });
  });

  it.each([0x010000, 0x000100, 0x000001])(
    "differ unseen when one channel is a little other (%i)",
    (channel) => {
      const change = (by: number) => pairOf((after) => after.paint(WHOLE, 0x808080 + channel * by));
      expect(countDifferences(change(UNSEEN_DIFFERENCE), WHOLE)).toMatchObject({ seen: 0, unseen: 200 });
      expect(countDifferences(change(-UNSEEN_DIFFERENCE), WHOLE)).toMatchObject({ seen: 0, unseen: 200 });
      expect(countDifferences(change(UNSEEN_DIFFERENCE + 1), WHOLE)).toMatchObject({ seen: 200, unseen: 0 });
      expect(countDifferences(change(-UNSEEN_DIFFERENCE - 1), WHOLE)).toMatchObject({ seen: 200, unseen: 0 });
    },
  );

  it("do not differ where they are masked", () => {
    const mask = new Uint8Array(width * height).fill(1, 0, width * 4);
    const pair = pairOf((after) => after.paint({ x: 3, y: 2, width: 4, height: 5 }, 0xff0000), mask);
    expect(countDifferences(pair, WHOLE)).toEqual({ seen: 12, unseen: 0, masked: 8 });
    expect(findChangedArea(pair, WHOLE)).toEqual({ x: 3, y: 4, width: 4, height: 3 });
  });
});
