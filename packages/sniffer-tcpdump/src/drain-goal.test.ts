import { describe, expect, it } from "vitest";
import { countPacketsLeft, countUnprovable, type DrainGoal } from "./drain-goal.ts";

const goal: DrainGoal = {
  atStop: { captured: 0, received: 200, dropped: 30 },
  earlyPackets: 0,
  isCountedTwice: false,
};

describe("countPacketsLeft", () => {
  it("is what was received, not dropped and not captured when the end was asked for", () => {
    expect(countPacketsLeft(goal, 100)).toBe(70);
    expect(countPacketsLeft(goal, 170)).toBe(0);
    expect(countPacketsLeft(goal, 500)).toBe(-330);
  });

  it("counts loopback packets twice, and does not trust what was dropped of them", () => {
    const twice = { ...goal, isCountedTwice: true };
    expect(countPacketsLeft(twice, 85)).toBe(30);
    expect(countPacketsLeft(twice, 100)).toBe(0);
  });

  it("is right after four thousand million packets", () => {
    const atStop = { captured: 4_294_967_000, received: 100, dropped: 0 };
    expect(countPacketsLeft({ ...goal, atStop }, 4_294_967_290)).toBe(106);
    expect(countPacketsLeft({ ...goal, atStop }, 100)).toBe(0);
  });
});

describe("countUnprovable", () => {
  it("is what was counted before the filter was in place, and both copies of dropped loopback packets", () => {
    expect(countUnprovable(goal)).toBe(0);
    expect(countUnprovable({ ...goal, earlyPackets: 40 })).toBe(40);
    expect(countUnprovable({ ...goal, earlyPackets: 40, isCountedTwice: true })).toBe(100);
  });
});
