import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSnapshot } from "../src/index.ts";
import { writeBootImage } from "../test/boot-sector.ts";
import { findQemuPid } from "../test/find-qemu-pid.ts";
import { isGone, resolvedOptions, temporaryFolder, temporaryMachinery } from "../test/temporary-machine.ts";

const SIGNAL = () => AbortSignal.timeout(30_000);

function bootImage() {
  const folder = temporaryFolder();
  const image = join(folder, "guest.img");
  writeBootImage(image);
  return { folder, image };
}

describe("what cannot be started", () => {
  it.each(["tap", "bridge"])("leaves nothing half-started when QEMU cannot open its %s", async (network) => {
    const { folder, image } = bootImage();
    const machinery = await temporaryMachinery(folder, { image, network }, { interface: "lo" });
    await machinery.prepare();
    await expect(machinery.revert(SIGNAL())).rejects.toMatchObject({
      code: "AUX_QEMU_INTERFACE_UNUSABLE",
      problems: [{ lastWords: expect.arrayContaining([expect.any(String)]) }],
    });
    await machinery.stop(SIGNAL());
    expect(isGone(dirname(machinery.machine.qmp ?? ""))).toBe(true);
    expect(machinery.problems).toEqual([]);
  });

  it("says what QEMU said to an argument that it does not know", async () => {
    const { folder, image } = bootImage();
    const machinery = await temporaryMachinery(folder, { image, extraArgs: '["-no-such-option"]' });
    await machinery.prepare();
    await expect(machinery.revert(SIGNAL())).rejects.toMatchObject({
      code: "AUX_QEMU_DIED",
      message: expect.stringContaining("no-such-option"),
    });
    await machinery.stop(SIGNAL());
    const log = join(readAnalysis(folder), "logs", "qemu.log");
    expect(readFileSync(log, "utf8")).toContain("-no-such-option");
  });

  it("finds a base image that another machine writes to", async () => {
    const { folder, image } = bootImage();
    const args = [
      "-nodefaults",
      "-display",
      "none",
      "-S",
      "-qmp",
      "stdio",
      "-drive",
      `file=${image},format=raw`,
    ];
    const owner = spawn("qemu-system-x86_64", args, { stdio: ["pipe", "pipe", "ignore"] });
    onTestFinished(() => void owner.kill("SIGKILL"));
    await once(owner.stdout, "data");
    owner.stdin.write('{"execute":"qmp_capabilities"}\n');
    await once(owner.stdout, "data");
    const machinery = await temporaryMachinery(folder, { image });
    expect(await machinery.check()).toMatchObject([{ code: "AUX_QEMU_IMAGE_IN_USE" }]);
  });

  it("is given up at once at an interruption, with nothing left", async () => {
    const { folder, image } = bootImage();
    const machinery = await temporaryMachinery(folder, { image });
    await machinery.prepare();
    const controller = new AbortController();
    const reverting = machinery.revert(controller.signal);
    controller.abort();
    await expect(reverting).rejects.toThrow();
    await machinery.stop(SIGNAL());
    expect(isGone(dirname(machinery.machine.qmp ?? ""))).toBe(true);
  });
});

describe("a QEMU that hangs", () => {
  it("is killed when it does not obey, and the record can say so", async () => {
    const { folder, image } = bootImage();
    const machinery = await temporaryMachinery(folder, { image, quitTimeout: 0.3 });
    await machinery.prepare();
    await machinery.revert(SIGNAL());
    await machinery.start(SIGNAL());
    process.kill(findQemuPid(machinery.machine.qmp), "SIGSTOP");
    const startedMs = performance.now();
    await machinery.stop(SIGNAL());
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    expect(machinery.problems).toMatchObject([{ code: "AUX_QEMU_KILLED" }]);
    expect(() => findQemuPid(machinery.machine.qmp)).toThrow();
  });
});

describe("a snapshot that cannot be made", () => {
  const nothing = async () => {};

  it("is refused when there is one of that name", async () => {
    const { folder, image } = bootImage();
    const options = await resolvedOptions({ image, snapshots: join(folder, "s") });
    mkdirSync(join(folder, "s", "ready"), { recursive: true });
    const request = { machine: { name: "vm" }, options, name: "ready", untilReady: nothing };
    await expect(createSnapshot(request)).rejects.toMatchObject({ code: "AUX_QEMU_SNAPSHOT_EXISTS" });
  });

  it("leaves nothing when QEMU cannot save one of its devices", async () => {
    const { folder, image } = bootImage();
    mkdirSync(join(folder, "shared"));
    const drive = `file=fat:rw:${join(folder, "shared")},format=raw,if=none,id=shared`;
    const extraArgs = JSON.stringify(["-drive", drive]);
    const options = await resolvedOptions({ image, snapshots: join(folder, "s"), extraArgs });
    const request = { machine: { name: "vm" }, options, name: "ready", untilReady: nothing };
    await expect(createSnapshot(request)).rejects.toMatchObject({ code: "AUX_QEMU_SNAPSHOT_FAILED" });
    expect(readdirSync(join(folder, "s"))).toEqual([]);
  });

  it("leaves nothing when whoever prepares the machine gives up", async () => {
    const { folder, image } = bootImage();
    const options = await resolvedOptions({ image, snapshots: join(folder, "s") });
    const untilReady = async () => {
      throw new Error("the guest is not right");
    };
    const request = { machine: { name: "vm" }, options, name: "ready", untilReady };
    await expect(createSnapshot(request)).rejects.toThrow("the guest is not right");
    expect(readdirSync(join(folder, "s"))).toEqual([]);
    expect(existsSync(image)).toBe(true);
  });
});

/** The one analysis folder of a test. */
function readAnalysis(folder: string): string {
  const name = readdirSync(folder).find((each) => each.startsWith("analysis-"));
  return join(folder, name ?? "none");
}
