import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../test/temporary-machine.ts";
import { findMachineOwner, takeMachine } from "./machine-lock.ts";
import { findProcess } from "./process-identity.ts";

/** A project whose locks are in a folder of their own. */
function project() {
  const folder = temporaryFolder();
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  const locksPath = join(folder, `machinery-qemu-locks-${userInfo().uid}`);
  const request = {
    machine: "vm1",
    snapshotsPath: join(folder, "snapshots"),
    purpose: "storage/analysis/7",
    folder: join(folder, "machinery-qemu-0123456789ab"),
  };
  return { folder, locksPath, request };
}

/** Changes the one lock that is there. */
function rewrite(locksPath: string, change: (text: string) => string): void {
  const [name = ""] = readdirSync(locksPath);
  const path = join(locksPath, name);
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

describe("a machine's lock", () => {
  it("keeps a second analysis out and names the first, until it is given back", () => {
    const { request, locksPath } = project();
    const giveBack = takeMachine(request);
    expect(() => takeMachine(request)).toThrow(
      expect.objectContaining({
        code: "AUX_QEMU_MACHINE_IN_USE",
        message: `the machine vm1 is in use by process ${process.pid}, for storage/analysis/7`,
      }),
    );
    expect(findMachineOwner(request)).toMatchObject({ pid: process.pid, purpose: "storage/analysis/7" });
    giveBack();
    giveBack();
    expect(findMachineOwner(request)).toBeUndefined();
    takeMachine(request)();
    expect(readdirSync(locksPath)).toEqual([]);
  });

  it("is for one machine of one project", () => {
    const { request } = project();
    const others = [takeMachine(request), takeMachine({ ...request, machine: "vm2" })];
    others.push(takeMachine({ ...request, snapshotsPath: "elsewhere" }));
    for (const giveBack of others) giveBack();
  });

  it.each([
    ["whose process is gone", (text: string) => text.replace(/"pid":\d+/, '"pid":4194304')],
    [
      "whose process' number was given away",
      (text: string) => text.replace(/"startTicks":"\d+"/, '"startTicks":"1"'),
    ],
    ["that was cut short", (text: string) => text.slice(0, 10)],
    ["that is empty", () => ""],
  ])("counts for nothing %s", (_, change) => {
    const { request, locksPath } = project();
    const stale = takeMachine(request);
    rewrite(locksPath, change);
    expect(findMachineOwner(request)).toBeUndefined();
    const giveBack = takeMachine(request);
    expect(findMachineOwner(request)).toMatchObject(findProcess(process.pid) ?? {});
    stale();
    giveBack();
    expect(readdirSync(locksPath)).toEqual([]);
  });

  it("is not taken in a folder that others may enter", () => {
    const { request, locksPath } = project();
    mkdirSync(locksPath);
    chmodSync(locksPath, 0o777);
    expect(() => takeMachine(request)).toThrow(expect.objectContaining({ code: "AUX_QEMU_LOCK_FAILED" }));
  });

  it("says so when there is no place for it", () => {
    const { request, locksPath } = project();
    writeFileSync(locksPath, "");
    expect(() => takeMachine(request)).toThrow(expect.objectContaining({ code: "AUX_QEMU_LOCK_FAILED" }));
  });
});
