import type { LoggedAction } from "@aux/human";
import { describe, expect, it } from "vitest";
import { compareInput } from "./compare-input.ts";
import { parseGuestLog } from "./guest-log.ts";

/** The guest's clock began at second 100 of the host's; an earlier run in the same lab asked the same. */
const ENTRIES = [
  { what: "n1.first.guest.test", atMs: 1_000 },
  { what: "n1.first.guest.test", atMs: 102_500 },
];

function log(input: string, tablet = " with a tablet") {
  return parseGuestLog(`guest 2.00 input watched${tablet}
guest 2.50 sent 1 dns n1.first.guest.test
guest 6.00 input over
guest 6.20 input ${input}
guest 6.21 off
`);
}

function action(atMs: number, rest: Partial<LoggedAction>): LoggedAction {
  const wall = new Date(atMs).toISOString();
  return { wall, monotonicMs: 0, tookMs: 500, action: "click", ...rest };
}

/** One while the guest boots, two while it watches, one that goes on when it has stopped watching. */
const ACTIONS = [
  action(101_000, { clicks: 1, x: 0.1, y: 0.1 }),
  action(103_000, { clicks: 2, x: 0.5, y: 0.5 }),
  action(104_000, { action: "type", text: "Hi", presses: 3 }),
  action(105_800, { action: "enter", text: "\n", presses: 1, isInterrupted: true }),
];
const WELL = "keys 23:1,35:1,42:1 clicks 2 held 0 moves 90 at 1,2";

const missing = (input: string) =>
  compareInput(ACTIONS, log(input), ENTRIES).flatMap((comparison) => comparison.missing);

describe("compareInput", () => {
  it("finds nothing missing when all arrived that was done while the guest watched", () => {
    expect(missing(WELL)).toEqual([]);
    expect(compareInput(ACTIONS, log(WELL), ENTRIES).map(({ told, found }) => [told, found])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
      [3, 3],
    ]);
  });

  it("asks a guest without a tablet for its keys alone", () => {
    const keys = "keys 23:1,35:1,42:1 clicks 0 held 0 moves 0 at -1,-1";
    expect(missing(keys)).toEqual(["0 arrived of 1 to Infinity", "0 arrived of 2 to 3"]);
    expect(compareInput(ACTIONS, log(keys, ""), ENTRIES).flatMap((each) => each.missing)).toEqual([]);
  });

  it("lets arrive, or not, what was done before and after", () => {
    expect(missing("keys 23:1,28:1,35:1,42:1 clicks 3 held 0 moves 99 at 1,2")).toEqual([]);
  });

  it.each([
    ["keys 23:1,42:1 clicks 2 held 0 moves 90 at 1,2", "2 arrived of 3 to 4"],
    ["keys 23:1,35:1,42:1 clicks 1 held 0 moves 90 at 1,2", "1 arrived of 2 to 3"],
    ["keys 23:1,35:1,42:1 clicks 4 held 0 moves 90 at 1,2", "4 arrived of 2 to 3"],
    ["keys 23:1,35:1,42:1 clicks 2 held 0 moves 0 at 1,2", "0 arrived of 1 to Infinity"],
    ["keys 23:1,30:2,42:1 clicks 2 held 0 moves 90 at 1,2", "key 30 was pressed 2 times, by nobody here"],
    ["nothing", "all of it"],
  ])("says what is wrong with %s", (input, words) => {
    expect(missing(input)).toEqual([words]);
  });
});
