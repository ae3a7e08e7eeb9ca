import { describe, expect, it } from "vitest";
import { Random } from "./random.ts";

describe("Random", () => {
  it("gives the same numbers for the same seed, forever", () => {
    const random = new Random(34);
    expect([random.next(), random.next(), random.next()].map((number) => number.toFixed(6))).toEqual([
      "0.350394",
      "0.585074",
      "0.569559",
    ]);
  });

  it("spreads them evenly, without end", () => {
    const random = new Random(0);
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let count = 0; count < 100_000; count += 1) {
      const tenth = Math.floor(random.next() * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it("picks as often as the weights say, never what weighs nothing", () => {
    const random = new Random(7);
    const counts = { never: 0, seldom: 0, often: 0 };
    for (let count = 0; count < 10_000; count += 1) {
      const picked = random.pickWeighted([
        [0, "never"],
        [1, "seldom"],
        [9, "often"],
      ] as const);
      if (picked !== undefined) counts[picked] += 1;
    }
    expect(counts.never).toBe(0);
    expect(counts.seldom).toBeGreaterThan(800);
    expect(counts.seldom).toBeLessThan(1_200);
  });
});
