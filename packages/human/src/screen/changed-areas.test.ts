import { describe, expect, it } from "vitest";
import { ChangedAreas } from "./changed-areas.ts";

const SCREEN = { width: 1000, height: 500 };
const CENTRE = { x: 0.5, y: 0.5 };

describe("ChangedAreas", () => {
  it("finds a place within what popped up last", () => {
    const areas = new ChangedAreas();
    areas.note([{ x: 100, y: 100, width: 200, height: 100 }], SCREEN, 1_000);
    areas.note(
      [
        { x: 0, y: 0, width: 8, height: 16 },
        { x: 500, y: 250, width: 200, height: 100 },
      ],
      SCREEN,
      2_000,
    );
    expect(areas.find(CENTRE, 3_000)).toEqual({ x: 0.6, y: 0.6 });
    expect(areas.find({ x: 1, y: 1 }, 3_000)).toEqual({ x: 0.7, y: 0.7 });
    expect(areas.seen).toBe(2);
  });

  it("takes no notice of a mouse pointer, and of a screen that changed as a whole", () => {
    const areas = new ChangedAreas();
    expect(areas.find(CENTRE, 0)).toBeUndefined();
    areas.note([], SCREEN, 0);
    areas.note([{ x: 100, y: 100, width: 48, height: 48 }], SCREEN, 0);
    areas.note([{ x: 0, y: 0, ...SCREEN }], SCREEN, 0);
    expect(areas.find(CENTRE, 0)).toBeUndefined();
    expect(areas.seen).toBe(1);
  });

  it("forgets what is no news any more", () => {
    const areas = new ChangedAreas();
    areas.note([{ x: 100, y: 100, width: 200, height: 100 }], SCREEN, 0);
    expect(areas.find(CENTRE, 29_000)).toBeDefined();
    expect(areas.find(CENTRE, 31_000)).toBeUndefined();
  });
});
