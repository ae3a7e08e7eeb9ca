import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../plan/random.ts";
import { buildPointerPath } from "./curve.ts";
import { distanceOf, type Point } from "./point.ts";

const PLACE = fc.record({
  x: fc.double({ min: 0, max: 1, noNaN: true }),
  y: fc.double({ min: 0, max: 1, noNaN: true }),
});
const SEED = fc.integer({ min: 0, max: 0xffffffff });

/** Paths between places by chance, of one seed. */
function* paths(count: number) {
  const random = new Random(3);
  for (let index = 0; index < count; index += 1) {
    const from = { x: random.next(), y: random.next() };
    const to = { x: random.next(), y: random.next() };
    yield { from, to, path: buildPointerPath(from, to, new Random(index)) };
  }
}

function isOnScreen({ x, y }: Point): boolean {
  return x >= 0 && x <= 1 && y >= 0 && y <= 1;
}

describe("the way of the pointer", () => {
  it("ends exactly where it should, stays on the screen, and takes no longer than a person would", () => {
    const holds = (from: Point, to: Point, seed: number) => {
      const path = buildPointerPath(from, to, new Random(seed));
      expect(path.at(-1)?.at).toEqual(to);
      expect(path.every(({ at }) => isOnScreen(at))).toBe(true);
      expect(Math.min(...path.map(({ afterMs }) => afterMs))).toBeGreaterThan(5);
      const tookMs = path.reduce((sum, { afterMs }) => sum + afterMs, 0);
      expect(tookMs).toBeGreaterThanOrEqual(79.9);
      expect(tookMs).toBeLessThan(3_500);
    };
    fc.assert(fc.property(PLACE, PLACE, SEED, holds), { numRuns: 300 });
  });

  it("is a curve: slow at its ends, fast in its middle, and mostly not straight", () => {
    let bent = 0;
    for (const { from, to, path } of paths(200)) {
      if (distanceOf(from, to) < 0.3) continue;
      const points = [from, ...path.map(({ at }) => at)];
      const steps = points.slice(1).map((at, index) => distanceOf(points[index] ?? at, at));
      const quarter = Math.floor(steps.length / 4);
      const sum = (part: readonly number[]) => part.reduce((total, step) => total + step, 0);
      expect(sum(steps.slice(0, quarter))).toBeLessThan(sum(steps.slice(quarter, 3 * quarter)));
      const middle = points[Math.floor(points.length / 2)] ?? from;
      if (distanceOf(from, middle) + distanceOf(middle, to) > distanceOf(from, to) * 1.001) bent += 1;
    }
    expect(bent).toBeGreaterThan(50);
  });

  it("goes too far now and then, and comes back", () => {
    let overshot = 0;
    for (const { from, to, path } of paths(300)) {
      const far = path.filter(({ at }) => distanceOf(from, at) > distanceOf(from, to) * 1.01);
      if (far.length > 0) overshot += 1;
    }
    expect(overshot).toBeGreaterThan(20);
    expect(overshot).toBeLessThan(150);
  });

  it("is the same for the same seed, and short where there is no way to go", () => {
    const [from, to] = [
      { x: 0.1, y: 0.2 },
      { x: 0.9, y: 0.6 },
    ];
    expect(buildPointerPath(from, to, new Random(9))).toEqual(buildPointerPath(from, to, new Random(9)));
    for (const { at } of buildPointerPath(from, from, new Random(9)))
      expect(distanceOf(from, at)).toBeCloseTo(0);
  });
});
