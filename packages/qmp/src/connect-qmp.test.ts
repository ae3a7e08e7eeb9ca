import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { GREETING, refusal, scriptedMonitor, temporaryFolder } from "../test/scripted-monitor.ts";
import { connectQmp } from "./connect-qmp.ts";
import { QmpError } from "./qmp-error.ts";

describe("connectQmp", () => {
  it("greets and negotiates over a unix socket", async () => {
    const monitor = await scriptedMonitor();
    await using client = await connectQmp({ path: monitor.path });
    expect(client.greeting).toEqual({
      version: { qemu: { major: 7, minor: 2, micro: 22 }, package: "Debian" },
      capabilities: ["oob"],
    });
    expect(monitor.arrived.map(({ execute }) => execute)).toEqual(["qmp_capabilities"]);
  });

  it("connects over TCP", async () => {
    const server = createServer((socket) => {
      socket.write(GREETING);
      socket.on("data", (data) => socket.write(`{"return":{},"id":${idIn(data)}}\n`)).on("error", () => {});
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    await using client = await connectQmp({ port });
    expect(client.greeting.version.qemu.major).toBe(7);
  });

  it("waits for a machine that is not up yet", async () => {
    const path = join(temporaryFolder(), "late.sock");
    const connecting = connectQmp({ path }, { timeoutMs: 5_000 });
    await scriptedMonitor(undefined, { path });
    await using client = await connecting;
    expect(client.pendingCount).toBe(0);
  });

  it("gives up at its deadline when nobody comes", async () => {
    const path = join(temporaryFolder(), "never.sock");
    const error = await connectQmp({ path }, { timeoutMs: 1_000 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(QmpError);
    expect(error).toMatchObject({ code: "AUX_QMP_UNREACHABLE", message: expect.stringContaining("ENOENT") });
  });

  it("does not wait for a path that is no socket", async () => {
    const path = join(temporaryFolder(), "file");
    writeFileSync(path, "");
    expect(existsSync(path)).toBe(true);
    const folder = connectQmp({ path: join(path, "deeper") }, { timeoutMs: 5_000 });
    await expect(folder).rejects.toMatchObject({ code: "AUX_QMP_UNREACHABLE" });
  });

  it("says so when the monitor is taken: it accepts and is silent", async () => {
    const monitor = await scriptedMonitor(undefined, { greeting: "" });
    await expect(connectQmp({ path: monitor.path }, { timeoutMs: 50 })).rejects.toMatchObject({
      code: "AUX_QMP_NO_GREETING",
    });
  });

  it.each([
    ["an HTTP server", "HTTP/1.1 400 Bad Request\r\n\r\n"],
    ["a VNC server with a newline", "RFB 003.008\n"],
    ["JSON that is no greeting", '{"hello": 1}\n'],
    ["an event before any greeting", '{"event": "STOP"}\n'],
    ["JSON that is no object", "[1]\n"],
  ])("says so when something else answers: %s", async (_, greeting) => {
    const monitor = await scriptedMonitor(undefined, { greeting });
    await expect(connectQmp({ path: monitor.path })).rejects.toMatchObject({ code: "AUX_QMP_NOT_QMP" });
  });

  it("says so when whoever answers goes before it has greeted", async () => {
    const server = createServer((socket) => socket.destroy());
    const path = join(temporaryFolder(), "shy.sock");
    server.listen(path);
    await once(server, "listening");
    onTestFinished(() => void server.close());
    await expect(connectQmp({ path })).rejects.toMatchObject({
      code: expect.stringMatching(/^AUX_QMP_(CLOSED|UNREACHABLE)$/),
    });
  });

  it("says why QEMU refuses to negotiate", async () => {
    const monitor = await scriptedMonitor();
    monitor.server.removeAllListeners("connection");
    monitor.server.on("connection", (socket) => {
      socket.write(GREETING);
      socket.on("data", (data) =>
        socket.write(refusal({ execute: "", id: JSON.parse(String(data)).id }, "CommandNotFound", "no")),
      );
    });
    await expect(connectQmp({ path: monitor.path })).rejects.toMatchObject({
      code: "AUX_QMP_COMMAND_FAILED",
      qemuClass: "CommandNotFound",
    });
  });

  it.each(["before", "during"])("ends at once when it is given up %s", async (when) => {
    const path = join(temporaryFolder(), "never.sock");
    const controller = new AbortController();
    if (when === "before") controller.abort();
    const connecting = connectQmp({ path }, { timeoutMs: 60_000, signal: controller.signal });
    controller.abort();
    await expect(connecting).rejects.toMatchObject({ code: "AUX_QMP_ABORTED" });
  });
});

function idIn(data: Buffer | string): string {
  return JSON.stringify((JSON.parse(String(data)) as { id: string }).id);
}
