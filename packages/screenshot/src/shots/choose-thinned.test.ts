import { describe, expect, it } from "vitest";
import { chooseThinned } from "./choose-thinned.ts";

function keepMost(most: number, taken: number): readonly number[] {
  const kept: number[] = [];
  for (let number = 1; number <= taken; number++) {
    kept.push(number);
    const at = kept.length > most ? chooseThinned(kept) : undefined;
    if (at !== undefined) kept.splice(at, 1);
  }
  return kept;
}

describe("thinning", () => {
  it("keeps the first and the last, always", () => {
    expect(keepMost(2, 50)).toEqual([1, 50]);
    expect(chooseThinned([1, 2])).toBeUndefined();
  });

  it.each([
    [10, 11],
    [10, 100],
    [50, 1_234],
  ])("leaves %i of %i, spread evenly", (most, taken) => {
    const kept = keepMost(most, taken);
    expect(kept).toHaveLength(most);
    expect([kept[0], kept.at(-1)]).toEqual([1, taken]);
    const gaps = kept.slice(1).map((number, index) => number - (kept[index] ?? 0));
    const even = (taken - 1) / (most - 1);
    // The gap before the last picture is still growing.
    expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.ceil(even * 2.5));
  });
});
