import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { QmpClient } from "@aux/qmp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FirmwareMachine } from "../../../fixtures/firmware-machine.ts";
import { buildKeyFloppy, buildPopUpFloppy, FLOPPY_COLOURS } from "../../../fixtures/floppies.ts";
import { codesOf, RecordedScreen } from "./recorded-screen.ts";

const LONG = { timeout: 30_000 };
const [STILL, POP_UP] = FLOPPY_COLOURS;

/** The floppy shows the next colour. */
function pressEnter(client: QmpClient) {
  return client.execute("human-monitor-command", { "command-line": "sendkey ret" });
}

describe("the screen of a QEMU machine", () => {
  let machine: FirmwareMachine;
  const vnc = () => join(machine.folder, "vnc");
  beforeEach(async () => {
    machine = await FirmwareMachine.prepare();
  });
  afterEach(async () => machine[Symbol.asyncDispose]());

  function run(floppy: Buffer) {
    const path = join(machine.folder, "floppy.img");
    writeFileSync(path, floppy);
    const drive = ["-drive", `file=${path},format=raw,if=floppy`, "-boot", "a"];
    return machine.run("-vga", "std", "-vnc", `unix:${vnc()}`, ...drive);
  }

  it("is recorded from before it exists, with pop-ups of 200 ms after four still seconds", async () => {
    await using screen = new RecordedScreen({ vnc: vnc() });
    await screen.runner.start();
    await run(buildPopUpFloppy(4_000, 200));
    await expect.poll(() => screen.colours.filter((colour) => colour === POP_UP).length, LONG).toBe(3);
    await screen.runner.machineStopping();
    await machine.powerOff();
    const record = await screen.stop();
    expect([record.state, codesOf(record)]).toEqual(["stopped", []]);
    // The firmware's words come first, where this host was fast enough.
    const drawn = screen.colours.slice(screen.colours.indexOf(STILL));
    expect(drawn.slice(0, 6)).toEqual([STILL, POP_UP, STILL, POP_UP, STILL, POP_UP]);
    expect(record.figures).toMatchObject({ source: "vnc", connections: 1, unwritten: 0 });
  });

  it.each(["vnc", "qmp"])(
    "goes on after a reset, seen through %s, and keeps the last picture",
    async (source) => {
      const options = { source };
      await using screen = new RecordedScreen({ vnc: vnc(), qmp: machine.switchboard.path }, options);
      await screen.runner.start();
      const client = await run(buildKeyFloppy());
      await expect.poll(() => screen.colours.at(-1), LONG).toBe(STILL);
      await pressEnter(client);
      await expect.poll(() => screen.colours.at(-1), LONG).toBe(POP_UP);
      await client.execute("system_reset");
      await expect.poll(() => screen.colours.at(-1), LONG).toBe(STILL);
      await screen.runner.machineStopping();
      await machine.powerOff();
      const record = await screen.stop();
      expect([record.state, codesOf(record), record.figures["source"]]).toEqual(["stopped", [], source]);
      const { width, height } = screen.look(screen.shots.at(-1));
      expect([width, height, screen.colours.at(-1)]).toEqual([640, 400, STILL]);
      expect(record.artifacts.map(({ kind }) => kind)).toEqual(["json", ...screen.shots.map(() => "png")]);
      for (const { sha256, file } of screen.shots)
        expect(record.artifacts.find(({ path }) => path === `shots/${file}`)?.sha256).toBe(sha256);
    },
  );

  it("that was there and is gone for long before the end is a problem that says since when", async () => {
    await using screen = new RecordedScreen({ vnc: vnc() });
    await screen.runner.start();
    await run(buildKeyFloppy());
    await expect.poll(() => screen.colours.at(-1), LONG).toBe(STILL);
    await machine.powerOff();
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await screen.runner.machineStopping();
    const record = await screen.stop();
    expect([record.state, codesOf(record)]).toEqual(["degraded", ["AUX_SCREENSHOT_LOST"]]);
    expect(screen.colours.at(-1)).toBe(STILL);
  });
});
