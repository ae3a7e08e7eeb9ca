import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  shrinkTigerVnc,
  shrinkXvfb,
  startTigerX,
  startXvfb,
  type XServer,
} from "../../../fixtures/x-servers.ts";
import { codesOf, RecordedScreen } from "./recorded-screen.ts";

const LONG = { timeout: 30_000 };
const POP_UPS = 10;
/** Some number that no other X server is likely to have. */
const FREE_DISPLAY = 3_000 + (process.pid % 30_000);

function paint(server: XServer, colour: string): void {
  server.run("xsetroot", "-solid", `#${colour}`);
}

describe.each([
  ["Xvfb", () => startXvfb(), shrinkXvfb],
  ["TigerVNC's X server", startTigerX, shrinkTigerVnc],
] as const)("%s", (_, start, shrink) => {
  it("shows what changes, to the pixel, a real program's window too", async () => {
    await using server = await start();
    await using screen = new RecordedScreen({ display: server.display });
    await screen.runner.start();
    for (const colour of ["123456", "fedcba"]) {
      paint(server, colour);
      await expect.poll(() => screen.colours.at(-1), LONG).toBe(colour);
    }
    server.open("xterm", "-geometry", "60x20+100+50", "-bg", "#00ff01", "-e", "sleep 60");
    await expect.poll(() => screen.look(screen.shots.at(-1)).at(300, 200), LONG).toBe("00ff01");
    const record = await screen.stop();
    expect([record.state, codesOf(record), record.figures["source"]]).toEqual(["stopped", [], "x11"]);
    expect(screen.look(screen.shots.at(-1)).at(99, 200)).toBe("fedcba");
  });

  it("changes its resolution, and the pictures with it", async () => {
    await using server = await start();
    await using screen = new RecordedScreen({ display: server.display });
    await screen.runner.start();
    paint(server, "123456");
    await expect.poll(() => screen.colours.at(-1), LONG).toBe("123456");
    shrink(server);
    await expect.poll(() => screen.shots.at(-1)?.width, LONG).toBe(800);
    paint(server, "fedcba");
    await expect.poll(() => screen.colours.at(-1), LONG).toBe("fedcba");
    await screen.stop();
    expect(screen.shots.find(({ reason }) => reason === "resolution")).toMatchObject({
      width: 800,
      height: 600,
    });
  });
});

describe("an X display", () => {
  it("whose pop-ups are there for 200 ms has all of them in the pictures", async () => {
    await using server = await startXvfb();
    paint(server, "000000");
    await using screen = new RecordedScreen({ display: server.display });
    await screen.runner.start();
    await expect.poll(() => screen.shots.length, LONG).toBe(1);
    const colours = Array.from({ length: POP_UPS }, (__, index) => `${(16 + index * 16).toString(16)}4060`);
    for (const colour of colours) {
      paint(server, colour);
      await delay(200);
      paint(server, "000000");
      await delay(300);
    }
    await screen.stop();
    expect(screen.colours.filter((colour) => colour !== "000000")).toEqual(colours);
  });

  it("may appear late, end, and come back: pictures go on", async () => {
    const display = `:${FREE_DISPLAY}`;
    await using screen = new RecordedScreen({ display });
    await screen.runner.start();
    for (const colour of ["123456", "fedcba"]) {
      await using server = await startXvfb({ display });
      paint(server, colour);
      await expect.poll(() => screen.shots.length > 0 && screen.colours.at(-1), LONG).toBe(colour);
      server.kill();
    }
    const record = await screen.stop();
    expect([record.state, codesOf(record)]).toEqual(["stopped", []]);
    expect(record.figures).toMatchObject({ connections: 2 });
  });

  it("that does not exist is one problem that says so, with what to do, and the run goes on", async () => {
    await using screen = new RecordedScreen({}, { display: `:${FREE_DISPLAY}` });
    await screen.runner.start();
    await delay(500);
    const record = await screen.stop();
    expect([record.state, codesOf(record)]).toEqual(["degraded", ["AUX_SCREENSHOT_NO_PICTURE"]]);
    expect(record.problems[0]?.message).toContain(`.X11-unix/X${FREE_DISPLAY}`);
    expect(record.problems[0]?.remedy).toContain("Look whether the X server runs");
  });

  it("that wants a cookie lets in who has it; without it is one problem, with what to do", async () => {
    await using server = await startXvfb({ isGuarded: true });
    for (const [displayAuthority, codes, remedy] of [
      [server.authorityPath, [], ""],
      ["/dev/null", ["AUX_SCREENSHOT_NO_PICTURE"], "XAUTHORITY"],
    ] as const) {
      await using screen = new RecordedScreen({ display: server.display }, { displayAuthority });
      await screen.runner.start();
      await delay(1_000);
      const record = await screen.stop();
      expect(codesOf(record)).toEqual(codes);
      expect(record.problems[0]?.remedy ?? "").toContain(remedy);
    }
  });

  it("keeps what it showed right before the machine was stopped", async () => {
    await using server = await startXvfb();
    paint(server, "123456");
    await using screen = new RecordedScreen({ display: server.display }, { threshold: 100 });
    await screen.runner.start();
    await expect.poll(() => screen.colours.at(-1), LONG).toBe("123456");
    paint(server, "fedcba");
    await screen.runner.machineStopping();
    server.kill();
    await screen.stop();
    expect(screen.shots.map(({ reason }) => reason)).toEqual(["first", "last"]);
    expect(screen.colours.at(-1)).toBe("fedcba");
  });
});
