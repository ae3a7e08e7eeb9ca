import { describe, expect, it } from "vitest";
import { buildKeyFloppy, buildPopUpFloppy, FLOPPY_COLOURS } from "../../../fixtures/floppies.ts";
import { runOnDisplay } from "../../../fixtures/started-program.ts";
import { startQemu, startTigerVnc, startX11vnc } from "../../../fixtures/vnc-servers.ts";
import { connectRfb, type RfbClient, type RfbEncoding } from "../src/index.ts";

const ENCODINGS: readonly RfbEncoding[] = ["zrle", "hextile", "raw"];
const ENTER = 0xff0d;
const CAPS_LOCK = 0xffe5;

/** The one colour of the whole picture, in hexadecimal; "mixed" if there are several. */
function findColour({ framebuffer }: RfbClient): string {
  const [first = 0] = framebuffer.words;
  if (framebuffer.words.some((word) => word !== first)) return "mixed";
  return Buffer.from(framebuffer.pixels.subarray(0, 3)).toString("hex");
}

/** Reads updates until the whole picture has a colour; how long it took and how many bytes came meanwhile. */
async function waitForColour(client: RfbClient, colour: string) {
  const [startedMs, before] = [performance.now(), client.bytesRead];
  const signal = AbortSignal.timeout(20_000);
  while (findColour(client) !== colour) await client.nextUpdate({ signal });
  return { ms: performance.now() - startedMs, bytes: client.bytesRead - before };
}

function report(server: string, encoding: string, { ms, bytes }: { ms: number; bytes: number }): void {
  console.log(
    `${server}, ${encoding}: a new colour of the whole screen after ${ms.toFixed(0)} ms, ${bytes} bytes`,
  );
}

function choose(encoding: RfbEncoding): readonly RfbEncoding[] {
  return [encoding, "copyrect", "cursor", "desktopSize", "extendedDesktopSize"];
}

describe.each([
  ["TigerVNC", startTigerVnc],
  ["x11vnc", startX11vnc],
])("%s", (name, start) => {
  it("shows the colours that were drawn, in every encoding", async () => {
    await using server = await start();
    for (const encoding of ENCODINGS) {
      await using client = await connectRfb({ path: server.path }, { encodings: choose(encoding) });
      expect([client.width, client.height]).toEqual([1024, 768]);
      await client.nextUpdate();
      for (const colour of ["123456", "fedcba", "00ff01"]) {
        const drawn = waitForColour(client, colour);
        runOnDisplay(server.display, "xsetroot", "-solid", `#${colour}`);
        report(name, encoding, await drawn);
      }
    }
  });

  it("shows the same picture of many colours in every encoding", async () => {
    await using server = await start();
    runOnDisplay(server.display, "xsetroot", "-mod", "7", "5", "-fg", "#a1b2c3", "-bg", "#0f1e2d");
    const pictures = new Set<string>();
    for (const encoding of ENCODINGS) {
      await using client = await connectRfb({ path: server.path }, { encodings: choose(encoding) });
      const signal = AbortSignal.timeout(20_000);
      while (client.framebuffer.words.some((word) => word === 0)) await client.nextUpdate({ signal });
      expect(new Set(client.framebuffer.words).size).toBe(2);
      pictures.add(Buffer.from(client.framebuffer.pixels).toString("base64"));
    }
    expect(pictures.size).toBe(1);
  });

  it("lets in who knows the password, and says AUX_RFB_PASSWORD_REFUSED or _MISSING to others", async () => {
    await using server = await start("secret");
    const connect = (password?: string) => connectRfb({ path: server.path }, { password });
    await expect(connect("wrong")).rejects.toMatchObject({ code: "AUX_RFB_PASSWORD_REFUSED" });
    await expect(connect()).rejects.toMatchObject({ code: "AUX_RFB_PASSWORD_MISSING" });
    await using client = await connect("secret");
    expect(client.agreement.security).toBe("vnc");
    expect((await client.nextUpdate()).bytes).toBeGreaterThan(0);
  });

  it("takes keys", async () => {
    await using server = await start();
    await using client = await connectRfb({ path: server.path });
    const isLocked = () => /Caps Lock:\s+on/.test(runOnDisplay(server.display, "xset", "q"));
    expect(isLocked()).toBe(false);
    client.key(CAPS_LOCK, true);
    client.key(CAPS_LOCK, false);
    await expect.poll(isLocked, { timeout: 10_000 }).toBe(true);
  });

  it("that is killed ends the updates with AUX_RFB_CLOSED", async () => {
    await using server = await start();
    await using client = await connectRfb({ path: server.path });
    await client.nextUpdate();
    server.kill();
    await expect(async () => {
      for await (const change of client.updates()) expect(change.bytes).toBeGreaterThan(0);
    }).rejects.toMatchObject({ code: "AUX_RFB_CLOSED" });
  });
});

describe("TigerVNC", () => {
  it("changes its size, and the picture with it", async () => {
    await using server = await startTigerVnc();
    await using client = await connectRfb({ path: server.path });
    runOnDisplay(server.display, "xsetroot", "-solid", "#123456");
    await waitForColour(client, "123456");
    const before = client.framebuffer;
    runOnDisplay(server.display, "xrandr", "-s", "800x600");
    const signal = AbortSignal.timeout(20_000);
    while (!(await client.nextUpdate({ signal })).isResized);
    expect([client.width, client.height, before.width]).toEqual([800, 600, 1024]);
    await waitForColour(client, "123456");
  });

  it("moves the pointer where it was told to", async () => {
    await using server = await startTigerVnc();
    runOnDisplay(server.display, "xsetroot", "-solid", "#123456", "-cursor_name", "left_ptr");
    // Who asks for no cursor gets it painted into the picture.
    await using client = await connectRfb({ path: server.path }, { encodings: ["zrle"] });
    const signal = AbortSignal.timeout(20_000);
    while (findColourAt(client, 701, 302) !== "123456") await client.nextUpdate({ signal });
    const hasCursor = () => findColourAt(client, 701, 302) !== "123456";
    client.pointer(700, 300);
    while (!hasCursor()) await client.nextUpdate({ signal });
    client.pointer(100, 100);
    while (hasCursor()) await client.nextUpdate({ signal });
    expect(findColourAt(client, 101, 102)).not.toBe("123456");
  });
});

describe("QEMU", () => {
  it.each(ENCODINGS)("shows the guest's screen and takes keys, in %s", async (encoding) => {
    await using server = await startQemu(buildKeyFloppy());
    await using client = await connectRfb(
      { path: server.path },
      { encodings: choose(encoding), keepAwakeEveryMs: 250 },
    );
    for (const colour of FLOPPY_COLOURS) {
      report("QEMU", encoding, await waitForColour(client, colour));
      client.key(ENTER, true);
      client.key(ENTER, false);
    }
  });

  it("lets in who knows the password, and says AUX_RFB_PASSWORD_REFUSED to others", async () => {
    await using server = await startQemu(buildKeyFloppy(), "secret");
    const connect = (password?: string) => connectRfb({ path: server.path }, { password });
    await expect(connect("wrong")).rejects.toMatchObject({ code: "AUX_RFB_PASSWORD_REFUSED" });
    await expect(connect()).rejects.toMatchObject({ code: "AUX_RFB_PASSWORD_MISSING" });
    await using client = await connect("secret");
    expect((await client.nextUpdate()).bytes).toBeGreaterThan(0);
  });

  it("shows a pop-up of 200 ms after four still seconds, because it is kept awake", async () => {
    await using server = await startQemu(buildPopUpFloppy(4_000, 200));
    await using client = await connectRfb({ path: server.path }, { keepAwakeEveryMs: 250 });
    for (let popUp = 0; popUp < 3; popUp++) {
      await waitForColour(client, FLOPPY_COLOURS[0]);
      const { ms } = await waitForColour(client, FLOPPY_COLOURS[1]);
      // Two of them would have passed if one had been missed.
      expect(ms).toBeLessThan(7_000);
    }
  });
});

function findColourAt({ framebuffer }: RfbClient, x: number, y: number): string {
  const at = (y * framebuffer.width + x) * 4;
  return Buffer.from(framebuffer.pixels.subarray(at, at + 3)).toString("hex");
}
