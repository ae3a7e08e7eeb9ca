import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { connectQmp, QmpSwitchboard } from "../src/index.ts";

/** A QEMU with nothing but its firmware, paused, that ends with the test. */
function firmwareOnly() {
  const folder = mkdtempSync(join(tmpdir(), "qmp-e2e-"));
  const path = join(folder, "qmp.sock");
  const machine = ["-machine", "pc", "-accel", "tcg", "-m", "128", "-nodefaults", "-no-user-config", "-S"];
  const args = [...machine, "-display", "none", "-vga", "std", "-qmp", `unix:${path},server=on,wait=off`];
  const child = spawn("qemu-system-x86_64", args, { stdio: "ignore" });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, path, exited };
}

describe("a real QEMU", () => {
  it("answers typed commands, tells its events and why it goes", async () => {
    const { folder, path, exited } = firmwareOnly();
    await using client = await connectQmp({ path });
    expect(client.greeting.version.qemu.major).toBeGreaterThanOrEqual(7);
    expect(await client.execute("query-status")).toMatchObject({ status: "prelaunch", running: false });
    const resumed = client.untilEvent("RESUME");
    await client.execute("cont");
    await resumed;
    const filename = join(folder, "screen.ppm");
    await client.execute("screendump", { filename });
    expect(readFileSync(filename).subarray(0, 2).toString()).toBe("P6");
    await expect(client.execute("object-del", { id: "none" })).rejects.toMatchObject({
      code: "AUX_QMP_COMMAND_FAILED",
      qemuClass: "GenericError",
    });
    const off = client.untilEvent("SHUTDOWN");
    await client.execute("quit");
    expect((await off).data).toEqual({ guest: false, reason: "host-qmp-quit" });
    await exited;
    expect(await client.ended).toMatchObject({ code: "AUX_QMP_CLOSED" });
  });

  it("serves one client at a time: a second one is told why nobody greets", async () => {
    const { path } = firmwareOnly();
    await using _ = await connectQmp({ path });
    await expect(connectQmp({ path }, { timeoutMs: 300 })).rejects.toMatchObject({
      code: "AUX_QMP_NO_GREETING",
    });
  });

  it("is shared by a switchboard; a filter asked for before it exists misses no packet", async () => {
    const { folder, path } = firmwareOnly();
    await using switchboard = await QmpSwitchboard.open(join(folder, "shared.sock"));
    const early = await connectQmp(switchboard);
    const backend = early.execute("netdev_add", { type: "user", id: "n0" });
    const file = join(folder, "dump.pcap");
    const dump = early.execute("object-add", { "qom-type": "filter-dump", id: "d0", netdev: "n0", file });
    await using machine = await connectQmp({ path });
    await switchboard.attach(machine);
    expect(await machine.execute("query-status")).toMatchObject({ running: false });
    expect([await backend, await dump]).toEqual([{}, {}]);
    expect(readFileSync(file)).toHaveLength(24);
    await machine.execute("cont");
    const late = await connectQmp(switchboard);
    expect(await late.execute("query-status")).toMatchObject({ running: true });
    const events = [early, late].map((client) => client.untilEvent("SHUTDOWN"));
    await machine.execute("quit");
    expect((await Promise.all(events)).map(({ data }) => data.reason)).toEqual([
      "host-qmp-quit",
      "host-qmp-quit",
    ]);
    expect((await early.ended).code).toBe("AUX_QMP_CLOSED");
  });
});
