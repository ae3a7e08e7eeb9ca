import { existsSync, mkdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PaintedScreen } from "../../test/painted-frame.ts";
import { TemporaryShots } from "../../test/temporary-shots.ts";

const { signal } = new AbortController();
const HALF = { x: 0, y: 0, width: 200, height: 50 };
/** 32 of 20,000 pixels, less than 0.2 %: a cursor that blinks. */
const CURSOR = { x: 100, y: 60, width: 8, height: 4 };
const buildScreen = () => new PaintedScreen(200, 100, 0x0000ff);

describe("a frame", () => {
  it("is kept when it is the first, when enough has changed, and when the screen has a new size", async () => {
    await using shots = await TemporaryShots.open();
    const screen = buildScreen();
    await shots.taker.take(screen.frame(), signal);
    await shots.taker.take(screen.paint(HALF, 0xff0000), signal);
    await shots.taker.take(new PaintedScreen(64, 48, 0x00ff00).frame(), signal);
    expect(await shots.read()).toMatchObject([
      {
        file: "0001.png",
        reason: "first",
        width: 200,
        height: 100,
        changed: { x: 0, y: 0, width: 200, height: 100 },
      },
      { file: "0002.png", reason: "change", changed: HALF, source: "vnc", thinned: false },
      { file: "0003.png", reason: "resolution", width: 64, height: 48 },
    ]);
    const second = shots.look("0002.png");
    expect([second.at(0, 0), second.at(199, 49), second.at(0, 50)]).toEqual(["ff0000", "ff0000", "0000ff"]);
    expect(shots.look("0003.png").at(63, 47)).toBe("00ff00");
  });

  it("is not kept when nothing, too little, or only what is masked has changed; each is counted", async () => {
    const mask = [{ x: 0, y: 0, width: 200, height: 10 }];
    await using shots = await TemporaryShots.open({ mask });
    const screen = buildScreen();
    await shots.taker.take(screen.frame(), signal);
    await shots.taker.take(screen.frame(), signal);
    await shots.taker.take(screen.paint({ x: 0, y: 0, width: 200, height: 10 }, 0xffffff), signal);
    await shots.taker.take(screen.paint(CURSOR, 0xffffff), signal);
    expect(await shots.read()).toHaveLength(1);
    expect(shots.taker.counts).toMatchObject({ seen: 4, identical: 1, masked: 1, belowThreshold: 1 });
  });

  it("that came last is kept at the end, however little it differs", async () => {
    await using shots = await TemporaryShots.open();
    const screen = buildScreen();
    await shots.taker.take(screen.frame(), signal);
    await shots.taker.finish();
    expect(await shots.read()).toHaveLength(1);
    await shots.taker.take(screen.paint(CURSOR, 0xffffff), signal);
    await shots.taker.finish();
    await shots.taker.finish();
    expect(await shots.read()).toMatchObject([{}, { reason: "last", changed: CURSOR }]);
    expect(shots.look("0002.png").at(100, 60)).toBe("ffffff");
  });

  it("that comes too soon is held until the rate allows it, and is not lost", async () => {
    await using shots = await TemporaryShots.open({ rate: 2 });
    const screen = buildScreen();
    const beganMs = performance.now();
    await shots.taker.take(screen.frame(), signal);
    await shots.taker.take(screen.paint(HALF, 0xff0000), signal);
    await shots.taker.take(screen.paint(HALF, 0x00ff00), signal);
    expect(performance.now() - beganMs).toBeGreaterThan(950);
    expect(await shots.read()).toHaveLength(3);
    expect(shots.look("0003.png").at(0, 0)).toBe("00ff00");
    expect(shots.taker.counts.heldByRate).toBe(1);
  });

  it("that is held is kept at once when there is no more time", async () => {
    await using shots = await TemporaryShots.open({ rate: 0.1 });
    const screen = buildScreen();
    const over = new AbortController();
    await shots.taker.take(screen.frame(), over.signal);
    const held = shots.taker.take(screen.paint(HALF, 0xff0000), over.signal);
    over.abort();
    await held;
    expect(await shots.read()).toHaveLength(2);
  });

  it("beyond max_shots makes older ones go: files and index agree", async () => {
    await using shots = await TemporaryShots.open({ maxShots: 4 });
    const screen = buildScreen();
    for (let colour = 1; colour <= 9; colour++)
      await shots.taker.take(screen.paint(HALF, colour * 0x181818), signal);
    const index = await shots.read();
    expect(index).toHaveLength(9);
    for (const { file, thinned } of index) expect(existsSync(join(shots.folder, file))).toBe(!thinned);
    const left = index.filter(({ thinned }) => !thinned).map(({ file }) => file);
    expect(left).toEqual(shots.writer.files);
    expect([left.length, left[0], left.at(-1)]).toEqual([4, "0001.png", "0009.png"]);
    expect(shots.writer.counts).toEqual({ taken: 9, thinned: 5, unwritten: 0 });
  });

  it("cannot be masked by an area that is on no screen: it is named", async () => {
    const [inside, outside] = [CURSOR, { x: 200, y: 0, width: 10, height: 10 }];
    await using shots = await TemporaryShots.open({ mask: [inside, outside] });
    expect(shots.taker.masksOutside).toEqual([]);
    await shots.taker.take(buildScreen().frame(), signal);
    expect(shots.taker.masksOutside).toEqual([outside]);
  });
});

describe("pictures that cannot be written", () => {
  it("are counted with the first reason, and the others are written", async () => {
    await using shots = await TemporaryShots.open();
    const screen = buildScreen();
    mkdirSync(join(shots.folder, "0001.png.part"));
    await shots.taker.take(screen.frame(), signal);
    await shots.taker.take(screen.paint(HALF, 0xff0000), signal);
    expect(await shots.read()).toMatchObject([{ file: "0002.png" }]);
    expect(shots.writer.counts.unwritten).toBe(1);
    expect(shots.writer.error?.message).toContain("EISDIR");
    rmdirSync(join(shots.folder, "0001.png.part"));
  });
});
