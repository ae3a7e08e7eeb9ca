import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isMachineryClass } from "@aux/analysis";
import { describe, expect, it } from "vitest";
import { resolvedOptions, temporaryFolder, temporaryMachinery } from "../test/temporary-machine.ts";
import { findKvmObstacle } from "./host/kvm-obstacle.ts";
import { buildStableMac } from "./launch/stable-mac.ts";
import { takeMachine } from "./lock/take-machine.ts";
import { QemuMachinery } from "./qemu-machinery.ts";
import { buildShape, type SnapshotManifest } from "./snapshot/snapshot-manifest.ts";

type Given = Readonly<Record<string, unknown>>;

/** A folder with a kernel that need not boot: nothing is started here. */
function kernelOnly() {
  const folder = temporaryFolder();
  const kernel = join(folder, "vmlinuz");
  writeFileSync(kernel, "");
  return { folder, kernel };
}

async function check(folder: string, given: Given, machine: Given = {}) {
  const machinery = await temporaryMachinery(folder, given, machine);
  return machinery.check();
}

async function writeSnapshot(folder: string, given: Given, change: Partial<SnapshotManifest> = {}) {
  const at = join(folder, "snapshots", "ready");
  mkdirSync(at, { recursive: true });
  const manifest: SnapshotManifest = {
    version: 1,
    name: "ready",
    machine: "vm",
    created: "2026-01-01T00:00:00.000Z",
    qemu: "7.2.0",
    machineType: "pc-i440fx-7.2",
    accel: "tcg",
    mac: "52:54:00:aa:bb:cc",
    shape: buildShape(await resolvedOptions(given)),
    ...change,
  };
  writeFileSync(join(at, "snapshot.json"), JSON.stringify(manifest));
  writeFileSync(join(at, "state"), "x");
}

describe("QemuMachinery", () => {
  it("is a machinery by its brand", () => {
    expect(isMachineryClass(QemuMachinery)).toBe(true);
  });

  it("completes the machine's data from its construction on, and makes nothing", async () => {
    const { folder, kernel } = kernelOnly();
    const given = { kernel, network: "user", agent: true };
    const { machine } = await temporaryMachinery(folder, given, { name: "win10", ip: "192.0.2.5" });
    const mac = buildStableMac("win10");
    expect(mac).toMatch(/^52:54:00(:[0-9a-f]{2}){3}$/);
    expect(machine).toMatchObject({
      name: "win10",
      ip: "192.0.2.5",
      mac,
      netdev: "net0",
      memory: 32,
      accel: "tcg",
    });
    const sockets = [machine.qmp, machine.console, machine.vnc, machine.agent].map(String);
    expect(new Set(sockets).size).toBe(4);
    expect(new Set(sockets.map(dirname)).size).toBe(1);
    expect(Math.max(...sockets.map((path) => path.length))).toBeLessThan(108);
    const other = await temporaryMachinery(folder, { kernel, display: "none" }, { mac: "02:00:00:00:00:01" });
    expect(other.machine).not.toHaveProperty("vnc");
    expect(other.machine).not.toHaveProperty("netdev");
    expect(other.machine.qmp).not.toBe(machine.qmp);
  });

  it("says in one line how the machine is driven", async () => {
    const { folder, kernel } = kernelOnly();
    const machinery = await temporaryMachinery(folder, { kernel, accel: "auto" });
    const accel = findKvmObstacle() === undefined ? "kvm" : "tcg";
    expect(machinery.describe()).toBe(`QEMU pc, ${accel} (chosen), 32 MiB, 1 CPU, from a fresh boot`);
  });

  it("can be stopped without a start, and twice", async () => {
    const { folder, kernel } = kernelOnly();
    const machinery = await temporaryMachinery(folder, { kernel });
    await machinery.stop(AbortSignal.timeout(1_000));
    await machinery.stop(AbortSignal.timeout(1_000));
    expect(await machinery.ended).toBeUndefined();
  });
});

describe("check()", () => {
  it("finds nothing wrong with a machine that can run", async () => {
    const { folder, kernel } = kernelOnly();
    expect(await check(folder, { kernel })).toEqual([]);
  });

  it("finds that there is nothing to boot", async () => {
    expect(await check(temporaryFolder(), {})).toMatchObject([{ code: "AUX_QEMU_NOTHING_TO_BOOT" }]);
  });

  it.each(["image", "kernel", "initrd"])(
    "finds an %s that is missing, and one that is a folder",
    async (key) => {
      const { folder, kernel } = kernelOnly();
      const missing = { code: "AUX_QEMU_FILE_MISSING", at: { key, value: join(folder, "none") } };
      expect(await check(folder, { kernel, [key]: join(folder, "none") })).toMatchObject([missing]);
      expect(await check(folder, { kernel, [key]: folder })).toMatchObject([
        { code: "AUX_QEMU_FILE_MISSING" },
      ]);
    },
  );

  it("finds an image that qemu-img cannot read", async () => {
    const folder = temporaryFolder();
    const image = join(folder, "broken.qcow2");
    writeFileSync(image, Buffer.concat([Buffer.from("QFI\xfb", "latin1"), Buffer.alloc(200, 0xff)]));
    expect(await check(folder, { image })).toMatchObject([{ code: "AUX_QEMU_IMAGE_UNUSABLE" }]);
  });

  it("finds a QEMU that is missing, and says how to install it", async () => {
    const { folder, kernel } = kernelOnly();
    expect(await check(folder, { kernel, qemu: "no-such-qemu" })).toMatchObject([
      { code: "AUX_TOOL_MISSING", remedy: expect.stringContaining("qemu-system-x86") },
    ]);
  });

  it("finds KVM that this host cannot do", async () => {
    const { folder, kernel } = kernelOnly();
    const expected =
      findKvmObstacle() === undefined ? [] : [{ code: "AUX_QEMU_KVM_UNUSABLE", at: { key: "accel" } }];
    expect(await check(folder, { kernel, accel: "kvm" })).toMatchObject(expected);
  });

  it.each(["tap", "bridge"])("finds a %s that is not said, or not there", async (network) => {
    const { folder, kernel } = kernelOnly();
    const problem = { code: "AUX_QEMU_INTERFACE_MISSING", at: { key: "interface" } };
    expect(await check(folder, { kernel, network })).toMatchObject([problem]);
    expect(await check(folder, { kernel, network }, { interface: "no-such0" })).toMatchObject([problem]);
    expect(await check(folder, { kernel, network }, { interface: "lo" })).toEqual([]);
  });

  it("finds a snapshot that does not exist", async () => {
    const { folder, kernel } = kernelOnly();
    expect(await check(folder, { kernel }, { snapshot: "never" })).toMatchObject([
      { code: "AUX_QEMU_SNAPSHOT_MISSING", at: { key: "snapshot", value: "never" } },
    ]);
  });

  it("accepts a snapshot of a machine that is made in the same way, and takes what it fixes", async () => {
    const { folder, kernel } = kernelOnly();
    await writeSnapshot(folder, { kernel, network: "user" });
    const machinery = await temporaryMachinery(
      folder,
      { kernel, network: "user", accel: "auto" },
      { snapshot: "ready" },
    );
    expect(await machinery.check()).toEqual([]);
    expect(machinery.machine).toMatchObject({ mac: "52:54:00:aa:bb:cc", accel: "tcg" });
  });

  it("lists how the machine differs from its snapshot", async () => {
    const { folder, kernel } = kernelOnly();
    await writeSnapshot(folder, { kernel, memory: 64 });
    const machine = { snapshot: "ready", mac: "52:54:00:00:00:01" };
    const problems = await check(folder, { kernel, display: "none", cpus: 2 }, machine);
    expect(problems).toMatchObject([{ code: "AUX_QEMU_SNAPSHOT_MISMATCH" }]);
    expect(problems[0]?.message).toBe(
      "the machine vm is not as in its snapshot ready: memory is 32, was 64; cpus is 2, was 1; display is none, was vnc; mac is 52:54:00:00:00:01, was 52:54:00:aa:bb:cc",
    );
  });

  it("takes a snapshot that does not say its pointer for one with a mouse", async () => {
    const { folder, kernel } = kernelOnly();
    const { pointer: _, ...shape } = buildShape(await resolvedOptions({ kernel }));
    await writeSnapshot(folder, { kernel }, { shape });
    expect(await check(folder, { kernel }, { snapshot: "ready" })).toEqual([]);
    const problems = await check(folder, { kernel, pointer: "usb" }, { snapshot: "ready" });
    expect(problems[0]?.message).toContain("ready: pointer is usb, was ps2");
  });

  it("finds a base image that was changed after its snapshot was made", async () => {
    const folder = temporaryFolder();
    const image = join(folder, "disk.img");
    writeFileSync(image, Buffer.alloc(1024));
    await writeSnapshot(folder, { image }, { image: { path: image, bytes: 512, mtimeMs: 1 } });
    expect(await check(folder, { image }, { snapshot: "ready" })).toMatchObject([
      { code: "AUX_QEMU_SNAPSHOT_MISMATCH", message: expect.stringContaining("was changed since") },
    ]);
  });

  it("finds that another analysis has the machine, and so does prepare()", async () => {
    const { folder, kernel } = kernelOnly();
    const machinery = await temporaryMachinery(folder, { kernel });
    const lock = takeMachine({
      machine: "vm",
      snapshotsPath: join(folder, "snapshots"),
      purpose: "another",
      folder,
    });
    const problem = {
      code: "AUX_MACHINE_IN_USE",
      message: expect.stringContaining(String(process.pid)),
    };
    expect(await machinery.check()).toMatchObject([problem]);
    await expect(machinery.prepare()).rejects.toMatchObject(problem);
    await machinery.stop(AbortSignal.timeout(1_000));
    lock.release();
  });

  it("collects all that is wrong", async () => {
    const problems = await check(
      temporaryFolder(),
      { network: "tap", qemu: "no-such-qemu" },
      { snapshot: "never" },
    );
    expect(problems.map(({ code }) => code)).toEqual([
      "AUX_QEMU_SNAPSHOT_MISSING",
      "AUX_TOOL_MISSING",
      "AUX_QEMU_NOTHING_TO_BOOT",
      "AUX_QEMU_INTERFACE_MISSING",
    ]);
  });
});
