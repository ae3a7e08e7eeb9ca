import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { connectQmp } from "@aux/qmp";
import { describe, expect, it } from "vitest";
import { createSnapshot } from "../src/index.ts";
import { writeBootImage } from "../test/boot-sector.ts";
import { findQemuPid } from "../test/find-qemu-pid.ts";
import {
  ConsoleTalk,
  isGone,
  resolvedOptions,
  temporaryFolder,
  temporaryMachinery,
} from "../test/temporary-machine.ts";

const SIGNAL = () => AbortSignal.timeout(30_000);

function bootImage(options: { readonly obeysPowerButton?: boolean } = {}) {
  const folder = temporaryFolder();
  const image = join(folder, "guest, one.img");
  writeBootImage(image, options);
  return { folder, image };
}

const hashOf = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** Prepared, reverted, started. */
async function run(...args: Parameters<typeof temporaryMachinery>) {
  const machinery = await temporaryMachinery(...args);
  expect(await machinery.check()).toEqual([]);
  await machinery.prepare();
  const talk = new ConsoleTalk(machinery.machine.console);
  await machinery.revert(SIGNAL());
  await machinery.start(SIGNAL());
  return { machinery, talk };
}

describe("a machine without snapshot", () => {
  it("boots from its image, writes only to a throw-away layer, and powers off when it is asked to", async () => {
    const { folder, image } = bootImage();
    const hash = hashOf(image);
    const { machinery, talk } = await run(folder, { image });
    await talk.until("B");
    const client = await connectQmp({ path: machinery.machine.qmp ?? "" });
    const shutdown = client.untilEvent("SHUTDOWN");
    await machinery.stop(SIGNAL());
    expect((await shutdown).data).toEqual({ guest: true, reason: "guest-shutdown" });
    await machinery.ended;
    expect(machinery.problems).toEqual([]);
    expect(hashOf(image)).toBe(hash);
    expect(isGone(dirname(machinery.machine.qmp ?? ""))).toBe(true);
  });

  it("is over when the guest powers off by itself; its last words are heard", async () => {
    const { folder, image } = bootImage();
    const { machinery, talk } = await run(folder, { image });
    await talk.until("B");
    talk.socket.write("+");
    await talk.until("B1");
    talk.socket.write("o");
    expect(await machinery.ended).toBeUndefined();
    await machinery.stop(SIGNAL());
    expect(machinery.problems).toEqual([]);
  });

  it("ends a guest that ignores the power button within the deadline, and says so", async () => {
    const { folder, image } = bootImage({ obeysPowerButton: false });
    const { machinery, talk } = await run(folder, { image, powerdownTimeout: 0.5 });
    await talk.until("B");
    const startedMs = performance.now();
    await machinery.stop(SIGNAL());
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(machinery.problems).toMatchObject([{ code: "AUX_QEMU_POWERDOWN_IGNORED" }]);
  });

  it("does not ask a guest that does not know the power button", async () => {
    const { folder, image } = bootImage({ obeysPowerButton: false });
    const { machinery, talk } = await run(folder, { image, powerdownTimeout: 0 });
    await talk.until("B");
    await machinery.stop(SIGNAL());
    expect(machinery.problems).toEqual([]);
  });

  it("says that the guest panicked", async () => {
    const { folder, image } = bootImage();
    const { machinery, talk } = await run(folder, { image, extraArgs: '["-device", "pvpanic"]' });
    await talk.until("B");
    talk.socket.write("p");
    await machinery.ended;
    await machinery.stop(SIGNAL());
    expect(machinery.problems).toMatchObject([{ code: "AUX_QEMU_GUEST_PANIC" }]);
  });

  it.each(["SIGKILL", "SIGTERM"])("tells when somebody else has ended QEMU: %s", async (name) => {
    const { folder, image } = bootImage();
    const { machinery, talk } = await run(folder, { image });
    await talk.until("B");
    process.kill(findQemuPid(machinery.machine.qmp), name);
    await expect(machinery.ended).rejects.toMatchObject({ code: "AUX_QEMU_DIED" });
    await machinery.stop(SIGNAL());
    expect(isGone(machinery.machine.qmp)).toBe(true);
  });

  it("is killed at once when there is no time left", async () => {
    const { folder, image } = bootImage({ obeysPowerButton: false });
    const { machinery, talk } = await run(folder, { image, powerdownTimeout: 60 });
    await talk.until("B");
    await machinery.stop(AbortSignal.abort());
    expect(isGone(machinery.machine.qmp)).toBe(true);
  });
});

describe("a machine with a snapshot", () => {
  async function withSnapshot(given: Readonly<Record<string, unknown>> = {}) {
    const { folder, image } = bootImage();
    const section = { image, snapshots: join(folder, "snapshots"), ...given };
    const manifest = await createSnapshot({
      machine: { name: "vm" },
      options: await resolvedOptions(section),
      name: "ready",
      untilReady: async (machine) => {
        const talk = new ConsoleTalk(machine.console);
        await talk.until("B");
        talk.socket.write("++");
        await talk.until("B12");
      },
    });
    return { folder, image, section, manifest };
  }

  it("comes back to it five times in a row, and nothing of it changes", async () => {
    const { folder, image, section, manifest } = await withSnapshot();
    const kept = [image, join(folder, "snapshots/ready/state"), join(folder, "snapshots/ready/disk.qcow2")];
    const hashes = kept.map(hashOf);
    expect(manifest).toMatchObject({
      name: "ready",
      accel: "tcg",
      machineType: expect.stringMatching(/^pc-/),
    });
    for (let time = 0; time < 5; time++) {
      const { machinery, talk } = await run(folder, section, { snapshot: "ready" });
      talk.socket.write("+");
      await talk.until("3");
      expect(talk.said).toBe("3");
      await machinery.stop(SIGNAL());
      expect(machinery.problems).toEqual([]);
      expect(isGone(dirname(machinery.machine.qmp ?? ""))).toBe(true);
    }
    expect(kept.map(hashOf)).toEqual(hashes);
  });

  it("runs twice at the same time, each machine for itself", async () => {
    const { folder, section } = await withSnapshot();
    const [one, other] = await Promise.all([
      run(folder, section, { snapshot: "ready", name: "one" }),
      run(folder, section, { snapshot: "ready", name: "other" }),
    ]);
    one.talk.socket.write("+++");
    await one.talk.until("345");
    other.talk.socket.write("+");
    await other.talk.until("3");
    expect([one.talk.said, other.talk.said]).toEqual(["345", "3"]);
    await Promise.all([one.machinery.stop(SIGNAL()), other.machinery.stop(SIGNAL())]);
  });

  it("keeps the address that the guest has, and delivers early commands before the guest runs", async () => {
    const { folder, section, manifest } = await withSnapshot({ network: "user" });
    const machinery = await temporaryMachinery(folder, section, { snapshot: "ready", name: "second" });
    expect(machinery.machine).toMatchObject({ mac: manifest.mac, netdev: "net0" });
    await machinery.prepare();
    const client = await connectQmp({ path: machinery.machine.qmp ?? "" });
    const file = join(folder, "dump.pcap");
    const dump = { "qom-type": "filter-dump", id: "d0", netdev: "net0", file };
    const asked = client.execute("object-add", dump, { timeoutMs: 20_000 });
    await machinery.revert(SIGNAL());
    expect(await asked).toEqual({});
    expect(await client.execute("query-status")).toMatchObject({ running: false });
    await machinery.start(SIGNAL());
    expect(await client.execute("query-status")).toMatchObject({ running: true });
    await machinery.stop(SIGNAL());
    expect(readFileSync(file).length).toBeGreaterThanOrEqual(24);
  });
});
