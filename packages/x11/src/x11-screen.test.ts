import { describe, expect, it } from "vitest";
import { ScriptedXServer, type XServerScript } from "../test/scripted-x-server.ts";
import { damageEvent, resizeEvent } from "../test/x-bytes.ts";
import { connectX11 } from "./connect-x11.ts";
import type { X11Update } from "./x11-screen.ts";

const GET_IMAGE = 73;

const colourAt = ({ picture }: X11Update, x: number, y: number) =>
  Buffer.from(picture.pixels.subarray((y * picture.width + x) * 4, (y * picture.width + x) * 4 + 4)).toString(
    "hex",
  );

describe("a screen", () => {
  it("is read whole first, then only where it has changed", async () => {
    await using server = await ScriptedXServer.start();
    await using screen = await connectX11(server.display);
    const first = await screen.nextUpdate();
    expect(first.rectangles).toEqual([{ x: 0, y: 0, width: 60, height: 40 }]);
    expect([colourAt(first, 0, 0), colourAt(first, 59, 39)]).toEqual(["010203ff", "010203ff"]);
    server.pixel = Buffer.from([9, 8, 7, 6]);
    server.send(damageEvent(10, 20, 5, 6));
    const second = await screen.nextUpdate();
    expect(second.rectangles).toEqual([{ x: 10, y: 20, width: 5, height: 6 }]);
    expect([colourAt(second, 10, 20), colourAt(second, 14, 25)]).toEqual(["070809ff", "070809ff"]);
    expect([colourAt(second, 9, 20), colourAt(second, 15, 25), colourAt(second, 10, 26)]).toEqual(
      Array.from({ length: 3 }, () => "010203ff"),
    );
  });

  it("of a server that writes the most significant byte first has the same colours", async () => {
    await using server = await ScriptedXServer.start({ isMostByteFirst: true });
    await using screen = await connectX11(server.display);
    server.pixel = Buffer.from([0, 1, 2, 3]);
    expect(colourAt(await screen.nextUpdate(), 5, 5)).toBe("010203ff");
  });

  it("costs no byte while it is still", async () => {
    await using server = await ScriptedXServer.start();
    await using screen = await connectX11(server.display);
    await screen.nextUpdate();
    const [asked, read] = [server.requests.length, screen.bytesRead];
    const waiting = screen.nextUpdate({ signal: AbortSignal.timeout(300) });
    await expect(waiting).rejects.toMatchObject({ code: "AUX_X11_ABORTED" });
    expect([server.requests.length, screen.bytesRead]).toEqual([asked, read]);
  });

  it("that was not waited for any longer is read at the next call", async () => {
    await using server = await ScriptedXServer.start();
    await using screen = await connectX11(server.display);
    await screen.nextUpdate();
    await expect(screen.nextUpdate({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "AUX_X11_ABORTED",
    });
    server.send(damageEvent(1, 1, 2, 2));
    expect((await screen.nextUpdate()).rectangles).toEqual([{ x: 1, y: 1, width: 2, height: 2 }]);
  });

  it("is read whole on demand, also while a change is waited for", async () => {
    await using server = await ScriptedXServer.start();
    await using screen = await connectX11(server.display);
    await screen.nextUpdate();
    const waiting = screen.nextUpdate();
    server.pixel = Buffer.from([5, 5, 5, 5]);
    expect(colourAt(await screen.wholeUpdate(), 59, 39)).toBe("050505ff");
    await waiting;
  });

  it("of a new size is a new picture, read whole", async () => {
    await using server = await ScriptedXServer.start();
    await using screen = await connectX11(server.display);
    const first = await screen.nextUpdate();
    Object.assign(server, { width: 30, height: 20 });
    server.send(resizeEvent());
    const second = await screen.nextUpdate();
    expect([second.isResized, second.picture.width, second.picture.height]).toEqual([true, 30, 20]);
    expect(first.picture.width).toBe(60);
  });

  it("that shrinks between the news of a change and its reading is read whole", async () => {
    let isShrinking = false;
    const answer: XServerScript["answer"] = (request, server) => {
      if (request.opcode === GET_IMAGE && isShrinking) {
        isShrinking = false;
        Object.assign(server, { width: 30, height: 20 });
      }
      return undefined;
    };
    await using server = await ScriptedXServer.start({ answer });
    await using screen = await connectX11(server.display);
    await screen.nextUpdate();
    isShrinking = true;
    server.send(damageEvent(40, 30, 10, 10));
    const update = await screen.nextUpdate();
    expect([update.isResized, update.picture.width]).toEqual([true, 30]);
  });

  it("that changes its size whenever it is read ends with AUX_X11_MALFORMED", async () => {
    const answer: XServerScript["answer"] = (request, server) => {
      if (request.opcode === GET_IMAGE) server.width -= 1;
      return undefined;
    };
    await using server = await ScriptedXServer.start({ answer });
    await using screen = await connectX11(server.display);
    await expect(screen.nextUpdate()).rejects.toMatchObject({ code: "AUX_X11_MALFORMED" });
  });

  it("is read less often when it never stands still", async () => {
    await using server = await ScriptedXServer.start();
    await using screen = await connectX11(server.display, { leastMsBetweenReads: 100 });
    const first = await screen.nextUpdate();
    server.send(damageEvent(0, 0, 1, 1));
    expect((await screen.nextUpdate()).readMs - first.readMs).toBeGreaterThan(95);
  });

  it("whose changes reach beyond it is read as far as it goes", async () => {
    await using server = await ScriptedXServer.start();
    await using screen = await connectX11(server.display);
    await screen.nextUpdate();
    server.send(damageEvent(50, 30, 60_000, 60_000));
    expect((await screen.nextUpdate()).rectangles).toEqual([{ x: 50, y: 30, width: 10, height: 10 }]);
  });

  it("whose connection ends, tells whoever waits: AUX_X11_CLOSED, every time", async () => {
    await using server = await ScriptedXServer.start();
    await using screen = await connectX11(server.display);
    await screen.nextUpdate();
    const waiting = screen.nextUpdate();
    server.drop();
    await expect(waiting).rejects.toMatchObject({ code: "AUX_X11_CLOSED" });
    await expect(screen.nextUpdate()).rejects.toMatchObject({ code: "AUX_X11_CLOSED" });
    await expect(screen.wholeUpdate()).rejects.toMatchObject({ code: "AUX_X11_CLOSED" });
  });

  it("that is closed in the middle of a call ends it; closing again is no error", async () => {
    await using server = await ScriptedXServer.start();
    const screen = await connectX11(server.display);
    await screen.nextUpdate();
    const waiting = expect(screen.nextUpdate()).rejects.toMatchObject({ code: "AUX_X11_CLOSED" });
    await screen.close();
    await waiting;
    await screen.close();
    await expect.poll(() => server.connections, { timeout: 10_000 }).toBe(0);
  });
});
