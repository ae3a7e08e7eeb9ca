import { describe, expect, it } from "vitest";
import { ChangedArea } from "./changed-area.ts";

function collect(...rectangles: readonly (readonly [number, number, number, number])[]) {
  const area = new ChangedArea();
  area.take();
  for (const [x, y, width, height] of rectangles) area.add({ x, y, width, height });
  return area;
}

describe("what has changed", () => {
  it("is everything at first, then nothing", () => {
    const area = new ChangedArea();
    expect([area.isEmpty, area.take(), area.isEmpty, area.take()]).toEqual([false, "all", true, []]);
  });

  it("is one rectangle where several lie together, as the lines of a text do", () => {
    const area = collect([0, 0, 100, 10], [0, 10, 300, 10], [0, 20, 50, 10]);
    expect(area.take()).toEqual([{ x: 0, y: 0, width: 300, height: 30 }]);
    expect(area.isEmpty).toBe(true);
  });

  it("is several where they lie apart", () => {
    expect(collect([0, 0, 100, 100], [900, 700, 100, 100]).take()).toHaveLength(2);
  });

  it("is one rectangle around all where there are too many of them", () => {
    const many = Array.from({ length: 30 }, (_, index) => [index * 100, index * 100, 1, 1] as const);
    const taken = collect(...many).take();
    expect(taken.length).toBeLessThanOrEqual(16);
    expect(taken).toContainEqual(expect.objectContaining({ x: 0, y: 0 }));
  });

  it("is everything once that was said", () => {
    const area = collect([0, 0, 1, 1]);
    area.addAll();
    expect([area.take(), area.isEmpty]).toEqual(["all", true]);
  });
});
