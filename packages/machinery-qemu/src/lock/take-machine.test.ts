import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { temporaryFolder } from "../../test/temporary-machine.ts";
import { chooseSocketPaths } from "../launch/socket-paths.ts";
import { findOtherUse, takeMachine } from "./take-machine.ts";

/** A project in a folder of temporary files of its own. */
function project() {
  vi.stubEnv("TMPDIR", mkdtempSync(join(tmpdir(), "qemu-locks-")));
  const temporary = tmpdir();
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(temporary, { recursive: true });
  });
  const { folder } = chooseSocketPaths();
  mkdirSync(folder);
  const machine = { machine: "vm1", snapshotsPath: join(temporaryFolder(), "snapshots") };
  return { machine, request: { ...machine, purpose: "storage/analysis/7", folder } };
}

/** As if the process that took the one machine had been killed. */
function killOwner(): void {
  const locksPath = join(tmpdir(), `auxiliary-locks-${userInfo().uid}`);
  const path = join(locksPath, readdirSync(locksPath)[0] ?? "");
  writeFileSync(path, readFileSync(path, "utf8").replace(/"startTicks":"\d+"/, '"startTicks":"1"'));
}

describe("a machine's lock", () => {
  it("keeps a second analysis out and names the first, until it is given back", () => {
    const { machine, request } = project();
    const lock = takeMachine(request);
    const problem = {
      code: "AUX_MACHINE_IN_USE",
      message: `the machine vm1 is in use by process ${process.pid}, for storage/analysis/7`,
    };
    expect(() => takeMachine(request)).toThrow(expect.objectContaining(problem));
    expect(findOtherUse(machine)).toMatchObject([problem]);
    lock.release();
    expect(findOtherUse(machine)).toEqual([]);
  });

  it("is for one machine of one project", () => {
    const { request } = project();
    const others = [takeMachine(request), takeMachine({ ...request, machine: "vm2" })];
    others.push(takeMachine({ ...request, snapshotsPath: "elsewhere" }));
    for (const lock of others) lock.release();
  });

  it("brings the folder of a killed process away with it, and nothing else that a lock may name", () => {
    const { machine, request } = project();
    takeMachine(request);
    killOwner();
    expect(findOtherUse(machine)).toEqual([]);
    const other = temporaryFolder();
    takeMachine({ ...request, folder: other });
    expect(existsSync(request.folder)).toBe(false);
    killOwner();
    takeMachine(request).release();
    expect(existsSync(other)).toBe(true);
  });
});
