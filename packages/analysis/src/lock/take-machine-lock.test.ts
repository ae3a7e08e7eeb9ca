import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { findMachineInUse, takeMachineLock } from "./take-machine-lock.ts";

const request = { resource: "qemu:///system win10", machine: "win", purpose: "storage/analysis/7" };
let folder = "";
let locksPath = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "locks-"));
  locksPath = join(folder, `auxiliary-locks-${userInfo().uid}`);
  vi.stubEnv("TMPDIR", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Changes the one lock that is there. */
function rewrite(change: (text: string) => string): void {
  const path = join(locksPath, readdirSync(locksPath)[0] ?? "");
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

describe("takeMachineLock", () => {
  it("keeps a second one out and names the first, until it is given back", () => {
    const lock = takeMachineLock(request);
    expect(() => takeMachineLock({ ...request, machine: "other name" })).toThrow(
      expect.objectContaining({
        code: "AUX_MACHINE_IN_USE",
        message: `the machine other name is in use by process ${process.pid}, for storage/analysis/7`,
      }),
    );
    lock.release();
    lock.release();
    takeMachineLock(request).release();
    expect(readdirSync(locksPath)).toEqual([]);
  });

  it("is for one machine", () => {
    const lock = takeMachineLock(request);
    takeMachineLock({ ...request, resource: "another" }).release();
    lock.release();
  });

  it.each([
    ["whose process is gone", (text: string) => text.replace(/"pid":\d+/, '"pid":4194304')],
    ["whose number was given away", (text: string) => text.replace(/"startTicks":"\d+"/, '"startTicks":"1"')],
    ["that is no lock's text", () => "{"],
    ["that is empty", () => ""],
  ])("does not mind a lock %s, and its late owner does not take the new one away", (_, change) => {
    const stale = takeMachineLock(request);
    rewrite(change);
    const lock = takeMachineLock(request);
    stale.release();
    expect(() => takeMachineLock(request)).toThrow(/in use/);
    lock.release();
    expect(readdirSync(locksPath)).toEqual([]);
  });

  it("does not mind the lock of a process that was killed", async () => {
    const child = spawn("sleep", ["60"]);
    takeMachineLock(request);
    const ticks = readFileSync(`/proc/${child.pid}/stat`, "latin1").split(" ")[21];
    rewrite((text) => JSON.stringify({ ...JSON.parse(text), pid: child.pid, startTicks: ticks }));
    expect(() => takeMachineLock(request)).toThrow(`process ${child.pid}`);
    child.kill("SIGKILL");
    await new Promise((done) => child.once("exit", done));
    takeMachineLock(request).release();
  });

  it("is not taken where others may write, or where there is no place", () => {
    mkdirSync(locksPath);
    chmodSync(locksPath, 0o777);
    expect(() => takeMachineLock(request)).toThrow(
      expect.objectContaining({ code: "AUX_MACHINE_LOCK_FAILED" }),
    );
    rmSync(locksPath, { recursive: true });
    writeFileSync(locksPath, "");
    expect(() => takeMachineLock(request)).toThrow(
      expect.objectContaining({ code: "AUX_MACHINE_LOCK_FAILED" }),
    );
  });
});

describe("what a machine's last owner leaves", () => {
  it("is cleared by whoever takes the machine after a killed process, once", () => {
    const cleared: string[] = [];
    const withLeftover = { ...request, leftover: "a folder", clear: (what: string) => cleared.push(what) };
    takeMachineLock(withLeftover).release();
    takeMachineLock(withLeftover).release();
    expect(cleared).toEqual([]);
    takeMachineLock(withLeftover);
    rewrite((text) => text.replace(/"startTicks":"\d+"/, '"startTicks":"1"'));
    takeMachineLock(request).release();
    expect(cleared).toEqual([]);
    takeMachineLock(withLeftover);
    rewrite((text) => text.replace(/"startTicks":"\d+"/, '"startTicks":"1"'));
    takeMachineLock(withLeftover).release();
    expect(cleared).toEqual(["a folder"]);
  });
});

describe("findMachineInUse", () => {
  it("says who has a machine, without taking it", () => {
    expect(findMachineInUse(request)).toBeUndefined();
    const lock = takeMachineLock(request);
    expect(findMachineInUse(request)).toMatchObject({ code: "AUX_MACHINE_IN_USE" });
    lock.release();
    expect(findMachineInUse(request)).toBeUndefined();
  });
});
