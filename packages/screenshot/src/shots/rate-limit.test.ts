import { describe, expect, it } from "vitest";
import { RateLimit } from "./rate-limit.ts";

function keep(rate: number, times: readonly number[]): readonly number[] {
  const limit = new RateLimit(rate);
  return times.map((nowMs) => {
    const waitMs = limit.waitMs(nowMs);
    limit.count(nowMs + waitMs);
    return nowMs + waitMs;
  });
}

describe("a rate limit", () => {
  it("lets as many through at once as a second may have, then one for each that is a second old", () => {
    expect(keep(3, [0, 10, 20, 30, 40])).toEqual([0, 10, 20, 1000, 1010]);
  });

  it("does not stop what is slower", () => {
    expect(keep(5, [0, 200, 400, 600, 800, 1000, 1200])).toEqual([0, 200, 400, 600, 800, 1000, 1200]);
  });

  it("may be less than one per second, or no whole number", () => {
    expect(keep(0.5, [0, 100, 5000])).toEqual([0, 2000, 5000]);
    expect(keep(2.5, [0, 1, 2, 3])).toEqual([0, 1, 2, 1200]);
  });
});
