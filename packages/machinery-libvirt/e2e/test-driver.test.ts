import { type Machine, resolveOptions } from "@aux/core";
import { LIBVIRT_OPTIONS, type LibvirtOptions, MachineryLibvirt } from "@aux/machinery-libvirt";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LibvirtLab } from "./libvirt-lab.ts";

const never = new AbortController().signal;
const lab = new LibvirtLab();
let release = async () => {};
beforeAll(() => lab.start());
afterAll(() => lab.remove());
beforeEach(async () => {
  release = await lab.hold();
}, 20_000);
afterEach(() => release());

const virsh = (...args: readonly string[]) => lab.virsh(lab.testUri, ...args);
const state = () => virsh("domstate", "test");

/** The driver's domain runs at first: a snapshot of it, and it is off. */
async function takeSnapshot(name = "clean") {
  await virsh("snapshot-create-as", "test", name);
  await virsh("destroy", "test");
}

async function machineryOf(machine: Machine, given: Readonly<Record<string, unknown>> = {}) {
  const whole = { uri: lab.testUri, ...given };
  const { options, problems } = await resolveOptions(LIBVIRT_OPTIONS, whole, { section: machine.name });
  expect(problems).toEqual([]);
  return new MachineryLibvirt({
    machine,
    options: options as LibvirtOptions,
    analysisPath: lab.path,
    task: { id: "1" },
  });
}

describe("MachineryLibvirt on libvirt's test driver", () => {
  it("reverts, starts, shuts down, and sees each state", async () => {
    await takeSnapshot();
    const machinery = await machineryOf({ name: "test", snapshot: "clean" });
    expect(await machinery.check()).toEqual([]);
    expect(await state()).toBe("shut off");
    await machinery.revert(never);
    expect(await state()).toBe("running");
    await machinery.start(never);
    expect(await state()).toBe("running");
    await machinery.stop(never);
    expect(await virsh("domstate", "test", "--reason")).toBe("shut off (shutdown)");
    expect(await machinery.ended).toBeUndefined();
    expect(machinery.problems).toEqual([]);
  });

  it("completes the machine: address, the bridge of its network, the current snapshot", async () => {
    await takeSnapshot("of-today");
    const machinery = await machineryOf({ name: "win10", machinery: "libvirt" }, { domain: "test" });
    expect(await machinery.check()).toEqual([]);
    expect(machinery.machine).toEqual({
      name: "win10",
      machinery: "libvirt",
      mac: "aa:bb:cc:dd:ee:ff",
      interface: "virbr0",
      snapshot: "of-today",
    });
  });

  it("lets the section's interface win", async () => {
    await takeSnapshot();
    const machinery = await machineryOf({ name: "test", interface: "br7", mac: "AA:bb:cc:dd:ee:ff" });
    await machinery.check();
    expect(machinery.machine).toMatchObject({ interface: "br7", mac: "aa:bb:cc:dd:ee:ff" });
  });

  it("starts a machine that the snapshot left off, and resumes one that it left paused", async () => {
    await virsh("suspend", "test");
    await virsh("snapshot-create-as", "test", "paused");
    await virsh("destroy", "test");
    await virsh("snapshot-create-as", "test", "off");
    for (const [snapshot, left] of [
      ["off", "shut off"],
      ["paused", "paused"],
    ] as const) {
      const machinery = await machineryOf({ name: "test", snapshot });
      await machinery.revert(never);
      expect(await state()).toBe(left);
      await machinery.start(never);
      expect(await state()).toBe("running");
      await machinery.stop(never);
      expect(await state()).toBe("shut off");
    }
  });

  it("notices when the guest powers off by itself", async () => {
    await takeSnapshot();
    const machinery = await machineryOf({ name: "test" });
    await machinery.revert(never);
    await machinery.start(never);
    await virsh("shutdown", "test");
    expect(await machinery.ended).toBeUndefined();
    await machinery.stop(never);
  });

  it("ends by force at once when there is no time, or no time for shutting down", async () => {
    await takeSnapshot();
    for (const [signal, shutdownTimeout] of [
      [AbortSignal.abort(), 30],
      [never, 0],
    ] as const) {
      const machinery = await machineryOf({ name: "test" }, { shutdownTimeout });
      await machinery.revert(never);
      await machinery.start(never);
      await machinery.stop(signal);
      expect(await virsh("domstate", "test", "--reason")).toBe("shut off (destroyed)");
      expect(machinery.problems).toEqual([]);
    }
  });

  it("stops twice, at the same time, and without a start", async () => {
    await takeSnapshot();
    const machinery = await machineryOf({ name: "test" });
    await machinery.stop(never);
    await machinery.revert(never);
    await Promise.all([machinery.stop(never), machinery.stop(never)]);
    await machinery.stop(never);
    expect(await state()).toBe("shut off");
  });

  it("never ends a domain that somebody else uses", async () => {
    const machinery = await machineryOf({ name: "test" });
    expect(await machinery.check()).toMatchObject([
      { code: "AUX_LIBVIRT_DOMAIN_IN_USE", message: "the domain test is running, not shut off" },
    ]);
    await expect(machinery.revert(never)).rejects.toMatchObject({ code: "AUX_LIBVIRT_DOMAIN_IN_USE" });
    await machinery.stop(never);
    expect(await state()).toBe("running");
  });

  it("is one analysis' alone, from its preparation to its stop", async () => {
    const machinery = await machineryOf({ name: "test" });
    const second = await machineryOf({ name: "win10" }, { domain: "test" });
    await machinery.prepare();
    await expect(second.prepare()).rejects.toMatchObject({ code: "AUX_MACHINE_IN_USE" });
    await second.stop(never);
    await expect(second.prepare()).rejects.toMatchObject({ code: "AUX_MACHINE_IN_USE" });
    await machinery.stop(never);
    await second.prepare();
    await second.stop(never);
  });

  it("says what is unknown: domain, snapshot, address", async () => {
    await virsh("destroy", "test");
    const problemsOf = async (machine: Machine, given = {}) => (await machineryOf(machine, given)).check();
    expect(await problemsOf({ name: "nope" })).toMatchObject([
      { code: "AUX_LIBVIRT_DOMAIN_UNKNOWN", message: expect.stringContaining("'nope'") },
    ]);
    expect(await problemsOf({ name: "test" })).toMatchObject([{ code: "AUX_LIBVIRT_SNAPSHOT_UNKNOWN" }]);
    expect(await problemsOf({ name: "test", snapshot: "nope" })).toMatchObject([
      { code: "AUX_LIBVIRT_SNAPSHOT_UNKNOWN", message: expect.stringContaining("'nope'") },
    ]);
    await virsh("snapshot-create-as", "test", "clean");
    expect(await problemsOf({ name: "test", mac: "52:54:00:00:00:01" })).toMatchObject([
      { code: "AUX_LIBVIRT_MAC_UNKNOWN", at: { key: "mac", allowed: "aa:bb:cc:dd:ee:ff" } },
    ]);
    expect(await problemsOf({ name: "1" })).toMatchObject([
      { code: "AUX_LIBVIRT_DOMAIN_UNKNOWN", at: { key: "domain", value: "1" } },
    ]);
  });

  it("says why there is no connection", async () => {
    for (const [uri, reason, remedy] of [
      ["test+unix:///default?socket=/nowhere", /No such file/, /systemctl/],
      ["nonesuch:///system", /nonesuch|driver|No such file/, /./],
    ] as const) {
      const [problem] = await (await machineryOf({ name: "test" }, { uri })).check();
      expect(problem).toMatchObject({
        code: "AUX_LIBVIRT_CONNECTION",
        message: expect.stringMatching(reason),
      });
      expect(problem?.remedy).toMatch(remedy);
    }
  });

  it("says that virsh is not there", async () => {
    const machinery = await machineryOf({ name: "test" }, { virsh: "nonesuch-virsh" });
    expect(await machinery.check()).toMatchObject([{ code: "AUX_TOOL_MISSING" }]);
  });

  it("reports what else libvirt refuses in libvirt's words", async () => {
    await takeSnapshot();
    const machinery = await machineryOf({ name: "test" });
    await machinery.revert(never);
    await virsh("destroy", "test");
    await virsh("undefine", "test", "--snapshots-metadata");
    await expect(machinery.start(never)).rejects.toMatchObject({ code: "AUX_LIBVIRT_DOMAIN_UNKNOWN" });
  });
});
