import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlannedAction } from "./action.ts";
import { parsePhrases } from "./phrases.ts";
import { type PlanOptions, planActions } from "./plan-actions.ts";

const COUNT = 2_000;
const SEEDS = [0, 1, 34, 4_294_967_295];

function take(count: number, changed: Partial<PlanOptions> = {}): readonly PlannedAction[] {
  const plan = planActions({
    seed: 1,
    pace: 60,
    clicks: true,
    typing: true,
    phrases: ["a", "b"],
    ...changed,
  });
  return Array.from({ length: count }, () => plan.next().value);
}

describe("a plan", () => {
  it("is the same for the same seed, whatever else is set", () => {
    const options = fc.record({
      seed: fc.integer({ min: 0, max: 0xffffffff }),
      pace: fc.double({ min: 0.1, max: 600, noNaN: true }),
      clicks: fc.boolean(),
      typing: fc.boolean(),
    });
    fc.assert(
      fc.property(options, (given) => {
        expect(take(50, given)).toEqual(take(50, given));
      }),
    );
  });

  it("is another one for another seed", () => {
    const first = SEEDS.map((seed) => JSON.stringify(take(5, { seed })));
    expect(new Set(first).size).toBe(SEEDS.length);
  });

  it("holds all kinds of actions, and all kinds of places", () => {
    const actions = take(COUNT);
    expect(new Set(actions.map(({ action }) => action))).toEqual(new Set(["move", "click", "type", "enter"]));
    const places = actions.map((action) => ("place" in action ? action.place.name : "none"));
    expect(new Set(places)).toEqual(new Set(["centre", "dialog", "changed", "anywhere", "none"]));
  });

  it("keeps its pace, with pauses that differ", () => {
    const intervals = take(COUNT, { pace: 120 }).map(({ intervalMs }) => intervalMs);
    const mean = intervals.reduce((sum, ms) => sum + ms, 0) / COUNT;
    expect(mean).toBeGreaterThan(475);
    expect(mean).toBeLessThan(525);
    expect(Math.min(...intervals)).toBeGreaterThanOrEqual(250);
    expect(Math.max(...intervals)).toBeLessThanOrEqual(750);
  });

  it("stays away from the edges of the screen", () => {
    for (const action of take(COUNT)) {
      if (!("place" in action)) continue;
      const { x, y } = action.place.name === "changed" ? action.place.otherwise : action.place.at;
      expect(Math.min(x, y)).toBeGreaterThan(0.1);
      expect(Math.max(x, y)).toBeLessThan(0.9);
    }
  });

  it("leaves out what is switched off", () => {
    const kinds = (changed: Partial<PlanOptions>) => new Set(take(200, changed).map(({ action }) => action));
    expect(kinds({ clicks: false })).toEqual(new Set(["move", "type", "enter"]));
    expect(kinds({ typing: false })).toEqual(new Set(["move", "click"]));
    expect(kinds({ clicks: false, typing: false })).toEqual(new Set(["move"]));
  });
});

describe("the phrases", () => {
  it("are those given, between bars, else some of ours", () => {
    expect(parsePhrases("one|two words")).toEqual(["one", "two words"]);
    expect(parsePhrases(undefined).length).toBeGreaterThan(3);
  });
});
