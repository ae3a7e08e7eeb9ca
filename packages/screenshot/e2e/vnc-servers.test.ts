import { symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runOnDisplay } from "../../../fixtures/started-program.ts";
import { startTigerVnc, startX11vnc } from "../../../fixtures/vnc-servers.ts";
import { codesOf, RecordedScreen } from "./recorded-screen.ts";

const LONG = { timeout: 30_000 };

function paint(display: string, colour: string): void {
  runOnDisplay(display, "xsetroot", "-solid", `#${colour}`);
}

describe.each([
  ["TigerVNC", startTigerVnc],
  ["x11vnc", startX11vnc],
])("%s", (_, start) => {
  it("shows what changes, to the pixel", async () => {
    await using server = await start();
    await using screen = new RecordedScreen({ vnc: server.path });
    await screen.runner.start();
    await expect.poll(() => screen.shots.length, LONG).toBeGreaterThan(0);
    for (const colour of ["123456", "fedcba", "00ff01"]) {
      paint(server.display, colour);
      await expect.poll(() => screen.colours.at(-1), LONG).toBe(colour);
    }
    const record = await screen.stop();
    expect([record.state, codesOf(record)]).toEqual(["stopped", []]);
    expect(screen.shots.at(-1)).toMatchObject({
      reason: "change",
      changed: { x: 0, y: 0, width: 1024, height: 768 },
    });
  });
});

describe("TigerVNC", () => {
  it("changes its resolution, and the pictures with it", async () => {
    await using server = await startTigerVnc();
    paint(server.display, "123456");
    await using screen = new RecordedScreen({ vnc: server.path });
    await screen.runner.start();
    await expect.poll(() => screen.colours.at(-1), LONG).toBe("123456");
    runOnDisplay(server.display, "xrandr", "-s", "800x600");
    await expect.poll(() => screen.shots.at(-1)?.width, LONG).toBe(800);
    paint(server.display, "fedcba");
    await expect.poll(() => screen.colours.at(-1), LONG).toBe("fedcba");
    await screen.stop();
    expect(screen.shots.find(({ reason }) => reason === "resolution")).toMatchObject({
      width: 800,
      height: 600,
    });
    // No picture was taken while the new screen had not come yet: that would be black.
    for (const shot of screen.shots) expect(screen.look(shot).at(0, 0)).not.toBe("000000");
  });

  it("may end and come back: pictures go on", async () => {
    await using screen = new RecordedScreen({});
    const path = join(screen.folder, "vnc");
    await using recorded = new RecordedScreen({ vnc: path });
    await recorded.runner.start();
    for (const [colour, count] of [
      ["123456", 1],
      ["fedcba", 2],
    ] as const) {
      await using server = await startTigerVnc();
      paint(server.display, colour);
      symlinkSync(server.path, path);
      await expect.poll(() => recorded.colours.at(-1), LONG).toBe(colour);
      expect(recorded.shots.length).toBe(count);
      server.kill();
      unlinkSync(path);
    }
    const record = await recorded.stop();
    expect([record.state, codesOf(record)]).toEqual(["stopped", []]);
    expect(record.figures).toMatchObject({ connections: 2, kept: 2 });
  });

  it("asks for a password: from the options or a file it is let in, and the record does not hold it", async () => {
    await using server = await startTigerVnc("hunter2");
    const passwordPath = join(server.path, "../password.txt");
    writeFileSync(passwordPath, "hunter2\n");
    for (const options of [{ vncPassword: "hunter2" }, { vncPasswordFile: passwordPath }]) {
      await using screen = new RecordedScreen({ vnc: server.path }, options);
      await screen.runner.start();
      await expect.poll(() => screen.shots.length, LONG).toBeGreaterThan(0);
      const record = await screen.runner.stop();
      expect(record.auxiliaries[0]?.state).toBe("stopped");
      expect(JSON.stringify(record)).not.toContain("hunter2");
    }
  });

  it.each([
    ["wrong", "AUX_RFB_PASSWORD_REFUSED", "Correct the password"],
    [undefined, "AUX_RFB_PASSWORD_MISSING", "Give the server's password"],
  ])("with the password %s lets nobody in: one problem, with what to do", async (vncPassword, _, remedy) => {
    await using server = await startTigerVnc("hunter2");
    await using screen = new RecordedScreen(
      { vnc: server.path },
      vncPassword === undefined ? {} : { vncPassword },
    );
    await screen.runner.start();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const record = await screen.stop();
    expect(codesOf(record)).toEqual(["AUX_SCREENSHOT_NO_PICTURE"]);
    expect(record.problems[0]?.remedy).toContain(remedy);
    expect(record.figures).toMatchObject({ kept: 0 });
  });

  it("with a mask that is on no screen: one problem, and its pictures all the same", async () => {
    await using server = await startTigerVnc();
    await using screen = new RecordedScreen({ vnc: server.path }, { mask: "0,0,100x20 2000,0,10x10" });
    await screen.runner.start();
    await expect.poll(() => screen.shots.length, LONG).toBeGreaterThan(0);
    const record = await screen.stop();
    expect([record.state, codesOf(record)]).toEqual(["degraded", ["AUX_SCREENSHOT_MASK_OUTSIDE"]]);
    expect(record.problems[0]?.message).toContain("2000,0,10x10 was never on the screen, which had 1024x768");
  });
});

describe("something else at the address", () => {
  it.each([
    ["says something else", "HTTP/1.1 400 Bad Request\r\n\r\n"],
    ["says nothing", ""],
    ["breaks off", "RFB 003.008\n\u0001\u0001"],
  ])("that %s: one problem, and the run goes on", async (_, words) => {
    await using screen = new RecordedScreen({});
    const path = join(screen.folder, "vnc");
    const server = createServer((socket) => {
      socket.on("error", () => {}).resume();
      if (words !== "") socket.end(Buffer.from(words, "latin1"));
    });
    await new Promise<void>((resolve) => server.listen(path, resolve));
    await using recorded = new RecordedScreen({ vnc: path });
    await recorded.runner.start();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const record = await recorded.stop();
    expect([record.state, codesOf(record)]).toEqual(["degraded", ["AUX_SCREENSHOT_NO_PICTURE"]]);
    await new Promise((closed) => server.close(closed));
  });
});
