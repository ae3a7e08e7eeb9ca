import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { type Problem, RECORD_FILE } from "@aux/core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { LibvirtLab } from "./libvirt-lab.ts";

const lab = new LibvirtLab();
const virsh = (...args: readonly string[]) => lab.virsh(lab.qemuUri, ...args);
const UNDER_WAY = { timeout: 30_000, interval: 20 };
const PACKAGES_PATH = resolve(import.meta.dirname, "../..");

beforeAll(async () => {
  await lab.start();
  const disk = lab.write("disk.qcow2", "");
  execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", disk, "16M"]);
  await virsh("define", lab.write("domain.xml", buildDomainXml(disk)));
  await virsh("start", "aux-lab");
  await virsh("snapshot-create-as", "aux-lab", "clean");
  await virsh("destroy", "aux-lab");
}, 60_000);
afterAll(async () => {
  await virsh("destroy", "aux-lab").catch(() => {});
  await lab.remove();
});

/** A machine that stays in its firmware: it runs, and does not know its power button. */
function buildDomainXml(disk: string): string {
  return `<domain type='qemu'>
  <name>aux-lab</name>
  <memory unit='MiB'>32</memory>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='${disk}'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='user'><mac address='52:54:00:00:00:17'/></interface>
  </devices>
</domain>`;
}

/** An auxiliary that notes in which state it finds the machine. */
const WITNESS = `import { execFileSync } from "node:child_process";
import { appendFileSync } from "node:fs";
import { Auxiliary } from "@aux/core";
export default class Witness extends Auxiliary {
  note(hook) {
    const state = execFileSync("virsh", ["--quiet", "--connect", this.options.uri, "domstate", "aux-lab"]);
    appendFileSync("states", hook + ": " + String(state).trim() + "\\n");
    return true;
  }
  start() { return this.note("start"); }
  machineStarted() { this.note("machineStarted"); }
  machineStopping() { this.note("machineStopping"); }
  stop() { return this.note("stop"); }
}
`;

/** A project of its own with this package, as it is built, and the witness as its dependencies. */
function writeProject(section: string): string {
  const rootPath = mkdtempSync(join(lab.path, "project-"));
  for (const folder of ["node_modules/@aux", "node_modules/witness", "conf"])
    mkdirSync(join(rootPath, folder), { recursive: true });
  for (const name of ["core", "analysis", "machinery-libvirt"])
    symlinkSync(join(PACKAGES_PATH, name), join(rootPath, "node_modules/@aux", name));
  const write = (path: string, text: string) => writeFileSync(join(rootPath, path), text);
  const manifest = { name: "witness", type: "module", keywords: ["auxiliary-module"], exports: "./index.js" };
  write("node_modules/witness/package.json", JSON.stringify(manifest));
  write("node_modules/witness/index.js", WITNESS);
  write(
    "package.json",
    JSON.stringify({ dependencies: { witness: "1.0.0", "@aux/machinery-libvirt": "0.1.0" } }),
  );
  write("conf/auxiliaries.conf", `[witness]\nuri = ${lab.qemuUri}\n`);
  write("conf/machines.conf", section);
  return rootPath;
}

describe("auxiliary run on a real domain of libvirt's", () => {
  it("reverts it after auxiliaries started, and has it off before they stop, by force if need be", async () => {
    const section = `[win]\nmachinery = libvirt\nuri = ${lab.qemuUri}\ndomain = aux-lab\nsnapshot = clean\n`;
    const cwd = writeProject(`${section}shutdown_timeout = 1\n`);
    const args = [join(PACKAGES_PATH, "cli/dist/bin.js"), "run", "--machine", "win", "--timeout", "0.3"];
    const { stderr } = await promisify(execFile)(process.execPath, args, { cwd, timeout: 45_000 });
    expect(stderr).toMatch(/machine win reverted .*machine win started .*machine win off /s);
    expect(stderr).toContain("on machine win (libvirt), snapshot clean, 52:54:00:00:00:17");
    const record = JSON.parse(readFileSync(join(cwd, "storage/analysis/1", RECORD_FILE), "utf8"));
    expect(record).toMatchObject({
      outcome: "timeout",
      machine: { name: "win", machinery: "libvirt", mac: "52:54:00:00:00:17", snapshot: "clean" },
      problems: [{ code: "AUX_LIBVIRT_FORCED" }],
    });
    expect(readFileSync(join(cwd, "states"), "utf8").trim().split("\n")).toEqual([
      "start: shut off",
      "machineStarted: running",
      "machineStopping: running",
      "stop: shut off",
    ]);
    expect(await virsh("domstate", "aux-lab", "--reason")).toBe("shut off (destroyed)");
  });

  it("goes on when the runner is killed, until it is recovered", async () => {
    const cwd = writeProject(
      `[win]\nmachinery = libvirt\nuri = ${lab.qemuUri}\ndomain = aux-lab\nsnapshot = clean\n`,
    );
    const bin = join(PACKAGES_PATH, "cli/dist/bin.js");
    const runner = spawn(process.execPath, [bin, "run", "--machine", "win", "--timeout", "300"], {
      cwd,
      stdio: "ignore",
    });
    const states = () => readFileSync(join(cwd, "states"), "utf8");
    await vi.waitUntil(
      () => existsSync(join(cwd, "states")) && states().includes("machineStarted"),
      UNDER_WAY,
    );
    runner.kill("SIGKILL");
    await once(runner, "exit");
    expect(await virsh("domstate", "aux-lab")).toBe("running");
    const { stderr } = await promisify(execFile)(process.execPath, [bin, "recover"], {
      cwd,
      timeout: 45_000,
    });
    expect(stderr).toContain("aux-lab");
    expect(await virsh("domstate", "aux-lab", "--reason")).toBe("shut off (destroyed)");
    const record = JSON.parse(readFileSync(join(cwd, "storage/analysis/1", RECORD_FILE), "utf8"));
    expect(record).toMatchObject({ outcome: "interrupted" });
    expect(record.problems.map(({ code }: Problem) => code)).not.toContain("AUX_RECOVER_NOT_UNDONE");
  }, 60_000);
});
