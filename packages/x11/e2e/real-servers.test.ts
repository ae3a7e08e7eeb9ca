import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { shrinkTigerVnc, shrinkXvfb, startTigerX, startXvfb } from "../../../fixtures/x-servers.ts";
import { connectX11, type X11Screen, type X11Update } from "../src/index.ts";

const PATIENCE_MS = 20_000;

const colourAt = ({ picture }: X11Update, x: number, y: number) => {
  const at = (y * picture.width + x) * 4;
  return Buffer.from(picture.pixels.subarray(at, at + 3)).toString("hex");
};

/** Reads updates until one satisfies. */
async function waitFor(screen: X11Screen, isIt: (update: X11Update) => boolean): Promise<X11Update> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  for (;;) {
    const update = await screen.nextUpdate({ signal });
    if (isIt(update)) return update;
  }
}

/** False when there was an update before the time was over. */
async function waitForNothing(screen: X11Screen, ms: number): Promise<boolean> {
  try {
    await screen.nextUpdate({ signal: AbortSignal.timeout(ms) });
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: "AUX_X11_ABORTED" });
    return true;
  }
}

const countColours = ({ picture: { words } }: X11Update) => new Set(words).size;

describe.each([
  ["Xvfb", () => startXvfb(), shrinkXvfb],
  ["TigerVNC", startTigerX, shrinkTigerVnc],
] as const)("%s", (name, start, shrink) => {
  it("shows what was drawn, and a program's window where it is", async () => {
    await using server = await start();
    await using screen = await connectX11(server.display);
    await screen.nextUpdate();
    server.run("xsetroot", "-solid", "#123456");
    await waitFor(screen, (update) => colourAt(update, 1279, 799) === "123456");
    server.open("xterm", "-geometry", "40x10+100+50", "-bg", "#fedcba", "-cr", "#fedcba", "-e", "sleep 60");
    const update = await waitFor(screen, (one) => colourAt(one, 120, 150) === "fedcba");
    expect([colourAt(update, 99, 150), colourAt(update, 120, 49)]).toEqual(["123456", "123456"]);
  });

  it("says nothing while the screen is still", async () => {
    await using server = await start();
    await using screen = await connectX11(server.display);
    server.run("xsetroot", "-solid", "#123456");
    // What the server does at its start, and after its last program has ended, is over by then.
    const isStill = () => waitForNothing(screen, 1_000);
    await expect.poll(isStill, { timeout: PATIENCE_MS }).toBe(true);
    const read = screen.bytesRead;
    expect([await waitForNothing(screen, 2_000), screen.bytesRead]).toEqual([true, read]);
  });

  it("changes its size, and the picture with it", async () => {
    await using server = await start();
    await using screen = await connectX11(server.display);
    await screen.nextUpdate();
    server.run("xsetroot", "-solid", "#123456");
    shrink(server);
    const { picture } = await waitFor(screen, (update) => update.isResized && update.picture.width === 800);
    expect([picture.width, picture.height]).toEqual([800, 600]);
    server.run("xsetroot", "-solid", "#fedcba");
    await waitFor(screen, (update) => colourAt(update, 799, 599) === "fedcba");
  });

  it("shows the whole screen on demand, the same as what came bit by bit", async () => {
    await using server = await start();
    await using screen = await connectX11(server.display);
    await screen.nextUpdate();
    server.run("xsetroot", "-mod", "7", "5", "-fg", "#a1b2c3", "-bg", "#0f1e2d");
    await waitFor(screen, (update) => countColours(update) === 2 && colourAt(update, 0, 0) !== "000000");
    const bitByBit = Buffer.from((await screen.wholeUpdate()).picture.pixels);
    const startedMs = performance.now();
    const { picture } = await screen.wholeUpdate();
    console.log(`${name}: the whole screen of 1280x800 in ${(performance.now() - startedMs).toFixed(1)} ms`);
    expect(bitByBit.equals(picture.pixels)).toBe(true);
  });

  it("that is killed ends the wait with AUX_X11_CLOSED", async () => {
    await using server = await start();
    await using screen = await connectX11(server.display);
    await screen.nextUpdate();
    setTimeout(() => server.kill(), 100);
    await expect(waitFor(screen, () => false)).rejects.toMatchObject({ code: "AUX_X11_CLOSED" });
    await expect(connectX11(server.display)).rejects.toMatchObject({ code: "AUX_X11_UNREACHABLE" });
  });
});

describe("Xvfb", () => {
  it("shows each of ten pop-ups of 200 ms after a second of nothing", async () => {
    await using server = await startXvfb();
    await using screen = await connectX11(server.display);
    server.run("xsetroot", "-solid", "#000000");
    await screen.nextUpdate();
    for (let popUp = 0; popUp < 10; popUp++) {
      const colour = `${(0x10 + popUp * 0x10).toString(16)}4060`;
      const seen = waitFor(screen, (update) => colourAt(update, 600, 400) === colour);
      await delay(1_000);
      server.run("xsetroot", "-solid", `#${colour}`);
      await delay(200);
      server.run("xsetroot", "-solid", "#000000");
      await seen;
      await waitFor(screen, (update) => colourAt(update, 600, 400) === "000000");
    }
  });

  it("lets in who knows its cookie, and says AUX_X11_REFUSED to others", async () => {
    await using server = await startXvfb({ isGuarded: true });
    const empty = connectX11(server.display, { authorityPath: "/dev/null" });
    await expect(empty).rejects.toMatchObject({ code: "AUX_X11_REFUSED" });
    await using screen = await connectX11(server.display, { authorityPath: server.authorityPath });
    expect((await screen.nextUpdate()).picture.width).toBe(1280);
  });

  it.each([8, 16, 30])("with %d bits of colour is AUX_X11_UNSUPPORTED", async (depth) => {
    await using server = await startXvfb({ depth });
    await expect(connectX11(server.display)).rejects.toMatchObject({ code: "AUX_X11_UNSUPPORTED" });
  });

  it("without DAMAGE is AUX_X11_UNSUPPORTED", async () => {
    await using server = await startXvfb({ withoutExtension: "DAMAGE" });
    await expect(connectX11(server.display)).rejects.toMatchObject({ code: "AUX_X11_UNSUPPORTED" });
  });
});
