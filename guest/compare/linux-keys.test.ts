import { expect, it } from "vitest";
import { parseInputSeen } from "./input-seen.ts";
import { countPresses } from "./linux-keys.ts";

it("counts the keys of a text as Linux numbers them, Shift for what needs it", () => {
  expect(countPresses("Aa! \n")).toEqual(
    new Map([
      [42, 2],
      [30, 2],
      [2, 1],
      [57, 1],
      [28, 1],
    ]),
  );
});

it("reads the guest's count", () => {
  expect(parseInputSeen("keys 30:2,42:1 clicks 3 held 0 moves 12 at 16384,-1")).toEqual({
    keys: new Map([
      [30, 2],
      [42, 1],
    ]),
    clicks: 3,
    held: 0,
    moves: 12,
    x: 16_384,
    y: -1,
  });
  expect(parseInputSeen("keys none clicks 0 held 0 moves 0 at -1,-1")?.keys.size).toBe(0);
  expect(parseInputSeen("over")).toBeUndefined();
});
