import { describe, expect, it } from "vitest";
import { PaintedScreen } from "../../test/painted-frame.ts";
import { KeptPicture } from "./kept-picture.ts";

/** Sizes that are no multiple of a tile's side. */
async function keepBlue() {
  const screen = new PaintedScreen(150, 70, 0x0000ff);
  const kept = new KeptPicture(screen, undefined);
  await kept.replace(screen.frame());
  return { screen, kept };
}

const ALL = Number.POSITIVE_INFINITY;

describe("a kept picture", () => {
  it("is the same as the screen until something is painted", async () => {
    const { screen, kept } = await keepBlue();
    expect(await kept.compare(screen.frame(), ALL)).toEqual({ seen: 0, unseen: 0, masked: 0 });
    const painted = screen.paint({ x: 140, y: 60, width: 10, height: 10 }, 0xffffff);
    expect((await kept.compare(painted, ALL)).seen).toBe(100);
  });

  it("sees a slow drift: what differs is counted against what was kept, not against the frame before", async () => {
    const { screen, kept } = await keepBlue();
    const seen: number[] = [];
    for (let x = 0; x < 150; x += 50)
      seen.push((await kept.compare(screen.paint({ x, y: 0, width: 50, height: 2 }, 0xffffff), ALL)).seen);
    expect(seen).toEqual([100, 200, 300]);
    const back = screen.paint({ x: 0, y: 0, width: 150, height: 2 }, 0x0000ff);
    expect((await kept.compare(back, ALL)).seen).toBe(0);
  });

  it("is looked at no longer than until enough is seen to differ", async () => {
    const { screen, kept } = await keepBlue();
    const painted = screen.paint({ x: 0, y: 0, width: 150, height: 70 }, 0xffffff);
    expect((await kept.compare(painted, 10)).seen).toBe(64 * 64);
    await kept.replace(painted);
    expect((await kept.compare(screen.frame(), ALL)).seen).toBe(0);
  });

  it("is replaced by the screen, and says where they differed", async () => {
    const { screen, kept } = await keepBlue();
    await kept.compare(screen.paint({ x: 10, y: 5, width: 3, height: 3 }, 0xffffff), ALL);
    const frame = screen.paint({ x: 100, y: 65, width: 5, height: 5 }, 0xffffff);
    await kept.compare(frame, ALL);
    expect(await kept.replace(frame)).toEqual({ x: 10, y: 5, width: 95, height: 65 });
    expect((await kept.compare(screen.frame(), ALL)).seen).toBe(0);
    expect(await kept.replace(screen.frame([]))).toBeUndefined();
  });

  it("looks only where the source says that something changed, and never beyond the screen", async () => {
    const { screen, kept } = await keepBlue();
    screen.paint({ x: 0, y: 0, width: 150, height: 70 }, 0xffffff);
    expect((await kept.compare(screen.frame([]), ALL)).seen).toBe(0);
    const first = screen.frame([{ x: -5, y: -5, width: 10, height: 10 }]);
    expect((await kept.compare(first, ALL)).seen).toBe(64 * 64);
    const last = screen.frame([{ x: 149, y: 69, width: 1_000, height: 1_000 }]);
    expect((await kept.compare(last, ALL)).seen).toBe(64 * 64 + 22 * 6);
  });
});
