import { describe, expect, it } from "vitest";
import { PaintedScreen } from "../../test/painted-frame.ts";
import { type ScriptedConnection, ScriptedSource } from "../../test/scripted-source.ts";
import { TemporaryShots } from "../../test/temporary-shots.ts";
import { ScreenWatch } from "./screen-watch.ts";

const ABSENT = new Error("nobody is there");

async function watch(...script: readonly ScriptedConnection[]) {
  return watchAtRate(1_000, ...script);
}

async function watchAtRate(rate: number, ...script: readonly ScriptedConnection[]) {
  const shots = await TemporaryShots.open({ rate });
  const source = new ScriptedSource(...script);
  const troubles: string[] = [];
  const onTrouble = (message: string) => troubles.push(message);
  const watched = new ScreenWatch({ source, taker: shots.taker, onTrouble });
  return {
    shots,
    source,
    troubles,
    watched,
    [Symbol.asyncDispose]: async () => {
      await watched.stop();
      await shots[Symbol.asyncDispose]();
    },
  };
}

function buildFrames(...colours: readonly number[]) {
  return colours.map((colour) => new PaintedScreen(64, 48, colour).frame());
}

describe("a watch", () => {
  it("waits for a screen that is not there yet, and says why nothing is seen", async () => {
    await using run = await watch(ABSENT, ABSENT, { frames: buildFrames(0x0000ff) });
    await expect.poll(() => run.watched.report.connections).toBe(1);
    await expect.poll(() => run.shots.read()).toHaveLength(1);
    expect(run.source.connections).toBe(3);
    expect(run.watched.report).toMatchObject({ losses: 0, lastError: undefined, lostMs: undefined });
    expect(run.troubles[0]).toBe("cannot see the scripted screen: nobody is there");
  });

  it("connects again after a loss, and goes on with the same pictures", async () => {
    const lost = new Error("reset");
    await using run = await watch({ frames: buildFrames(0x0000ff), end: lost }, ABSENT, {
      frames: buildFrames(0x0000ff, 0xff0000),
    });
    await expect.poll(() => run.shots.read()).toHaveLength(2);
    expect(run.watched.report).toMatchObject({ connections: 2, losses: 1, lostMs: undefined });
    expect(run.shots.taker.counts).toMatchObject({ seen: 3, identical: 1 });
    expect(run.troubles).toContain("lost the scripted screen: reset");
  });

  it("that lost its screen for good knows since when, and why", async () => {
    const beganMs = performance.now();
    await using run = await watch({ frames: buildFrames(0x0000ff), end: new Error("reset") }, ABSENT);
    await expect.poll(() => run.source.connections).toBeGreaterThan(3);
    const { lostMs = 0, lastError } = run.watched.report;
    expect(lostMs - beganMs).toBeGreaterThan(0);
    expect(lastError).toBe(ABSENT);
  });

  it("takes the screen as it is now when it is asked to, and goes on", async () => {
    await using run = await watch({ frames: buildFrames(0x0000ff) });
    await expect.poll(() => run.shots.taker.counts.seen).toBe(1);
    await run.watched.takeNow();
    expect(run.shots.taker.counts.seen).toBe(2);
    expect(run.source.closed).toBe(0);
    await using blind = await watch(ABSENT);
    await blind.watched.takeNow();
    expect(blind.shots.taker.counts.seen).toBe(0);
  });

  it("ends at once wherever it is, and closes what it opened", async () => {
    await using connecting = await watch(ABSENT);
    await using waiting = await watch({ frames: buildFrames(0x0000ff) });
    await expect.poll(() => waiting.watched.report.connections).toBe(1);
    await Promise.all([connecting.watched.stop(), waiting.watched.stop()]);
    expect(waiting.source.closed).toBeGreaterThan(0);
    const tries = connecting.source.connections;
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(connecting.source.connections).toBe(tries);
  });

  it("keeps a picture that the rate holds when it is asked to end, at once", async () => {
    const frames = buildFrames(0x0000ff, 0xff0000);
    await using run = await watchAtRate(0.1, { frames });
    await expect.poll(() => run.shots.taker.counts.heldByRate).toBe(1);
    expect(await run.shots.read()).toHaveLength(1);
    await run.watched.stop();
    expect(await run.shots.read()).toHaveLength(2);
    expect(run.shots.look("0002.png").at(0, 0)).toBe("ff0000");
  });
});
