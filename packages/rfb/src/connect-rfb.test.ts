import { describe, expect, it } from "vitest";
import { ScriptedServer } from "../test/scripted-server.ts";
import { greeting } from "../test/server-bytes.ts";
import { connectRfb } from "./connect-rfb.ts";

describe("connecting", () => {
  it("to nobody is AUX_RFB_UNREACHABLE, with the address and the system's reason", async () => {
    await expect(connectRfb({ path: "/nonexistent/vnc.sock" })).rejects.toMatchObject({
      code: "AUX_RFB_UNREACHABLE",
      message: expect.stringMatching(/^\/nonexistent\/vnc\.sock: .*ENOENT/) as string,
      remedy: expect.stringContaining("Look whether") as string,
    });
    await expect(connectRfb({ port: 1 })).rejects.toMatchObject({
      code: "AUX_RFB_UNREACHABLE",
      message: expect.stringMatching(/^127\.0\.0\.1:1: .*ECONNREFUSED/) as string,
    });
  });

  it.each([
    ["a path that is too long", { path: `/tmp/${"x".repeat(300)}` }],
    ["a path that is none", { path: "/tmp/\0" }],
    ["a port that does not exist", { port: 70_000 }],
    ["a host that does not exist", { host: "host.invalid", port: 5900 }],
  ])("to %s is AUX_RFB_UNREACHABLE, too", async (_, address) => {
    await expect(connectRfb(address)).rejects.toMatchObject({ code: "AUX_RFB_UNREACHABLE" });
  });

  it("may take as long as it takes", async () => {
    await using server = await ScriptedServer.start((socket) => socket.write(greeting(5, 5)));
    const patient = { connectTimeoutMs: Infinity, handshakeTimeoutMs: Infinity, messageTimeoutMs: Infinity };
    await using client = await connectRfb({ path: server.path }, patient);
    expect(client.width).toBe(5);
  });

  it("to a silent server is AUX_RFB_TIMEOUT, which says what was waited for, and leaves no connection", async () => {
    await using server = await ScriptedServer.start(() => {});
    await expect(connectRfb({ path: server.path }, { handshakeTimeoutMs: 30 })).rejects.toMatchObject({
      code: "AUX_RFB_TIMEOUT",
      message: `${server.path}: the server's version did not come within 30 ms`,
    });
    await expect.poll(() => server.connections).toBe(0);
  });

  it("to a server that drips byte by byte ends at the deadline, too", async () => {
    await using server = await ScriptedServer.start((socket) => {
      const bytes = greeting(1, 1);
      let at = 0;
      const drip = setInterval(() => socket.write(bytes.subarray(at, ++at)), 10);
      socket.on("close", () => clearInterval(drip));
    });
    await expect(connectRfb({ path: server.path }, { handshakeTimeoutMs: 200 })).rejects.toMatchObject({
      code: "AUX_RFB_TIMEOUT",
    });
  });

  it("can be given up before and while it waits", async () => {
    await using server = await ScriptedServer.start(() => {});
    const aborted = expect.objectContaining({ code: "AUX_RFB_ABORTED" }) as Error;
    await expect(connectRfb({ path: server.path }, { signal: AbortSignal.abort() })).rejects.toEqual(aborted);
    const giveUp = new AbortController();
    const connecting = connectRfb({ path: server.path }, { signal: giveUp.signal });
    await expect.poll(() => server.connections).toBe(1);
    giveUp.abort();
    await expect(connecting).rejects.toEqual(aborted);
    await expect.poll(() => server.connections).toBe(0);
  });

  it.each([
    [0, 10],
    [10, 0],
    [16_385, 1],
    [16_384, 16_384],
  ])("to a screen of %d x %d is AUX_RFB_SCREEN_SIZE", async (width, height) => {
    await using server = await ScriptedServer.start((socket) => socket.write(greeting(width, height)));
    await expect(connectRfb({ path: server.path })).rejects.toMatchObject({ code: "AUX_RFB_SCREEN_SIZE" });
  });

  it("allows larger screens where that was asked for", async () => {
    await using server = await ScriptedServer.start((socket) => socket.write(greeting(100, 100)));
    await expect(connectRfb({ path: server.path }, { maxPixels: 9_999 })).rejects.toThrow("9999 in all");
    await using client = await connectRfb({ path: server.path }, { maxPixels: 10_000 });
    expect(client.framebuffer.pixels).toHaveLength(40_000);
  });
});
