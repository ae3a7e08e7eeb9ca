import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BIN_PATH, BODIES, TemporaryProject } from "./temporary-project.ts";

/** Reverts and starts in some time; its guest powers off by itself when the section says so. */
const VMM = `static options = { declarations: { powerOffMs: {
  description: "", default: undefined, allowed: "milliseconds", taskMayOverride: false, secret: false,
  parse: (raw) => Number(raw) || undefined } } };
constructor({ machine, options }) { this.machine = { ...machine, ip: "192.0.2.9" }; this.options = options; }
async revert() { await new Promise((done) => setTimeout(done, 120)); }
async start() { if (this.options.powerOffMs) setTimeout(() => this.turnOff(), this.options.powerOffMs); }
async stop() { this.turnOff(); }`;

let project: TemporaryProject;
beforeEach(() => {
  project = new TemporaryProject("[noop]\n")
    .addModule("noop", BODIES.working)
    .addMachinery("vmm", VMM)
    .addMachinery("busy", `async prepare() { throw new Error("another analysis has it"); }\n${VMM}`);
  const win = "[win]\nmachinery = vmm\nsnapshot = clean\n";
  const short = "[short]\nmachinery = vmm\npower_off_ms = 100\n";
  project.write(
    "conf/machines.conf",
    `${win}${short}[taken]\nmachinery = busy\n[lab]\nmachinery = process\n[old]\nmachinery = qemu\n`,
  );
});
afterEach(() => project.remove());

describe("auxiliary run on a virtual machine", () => {
  it("needs no command: it is over when the guest powers off, and each step is told with its time", async () => {
    const { code, stdout, stderr } = await project.run("run", "--machine", "short");
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr.split("\n").slice(0, 6)).toEqual([
      expect.stringMatching(/^auxiliary: ● noop running/),
      expect.stringMatching(/^auxiliary: ● machine short reverted 0\.\d s$/),
      expect.stringMatching(/^auxiliary: ● machine short started \d+ ms$/),
      expect.stringMatching(/^auxiliary: ● machine short off \d+ ms$/),
      expect.stringMatching(/^auxiliary: ✓ noop stopped/),
      expect.stringMatching(/^auxiliary: analysis completed/),
    ]);
    expect(stderr).toContain("\n  on machine short (vmm), 192.0.2.9\n");
    expect(project.record().task).toEqual({ id: "1" });
  });

  it("runs a command beside it, with the machine in its environment, whose code is the run's", async () => {
    const script = 'echo "$AUX_MACHINE_NAME $AUX_MACHINE_IP $AUX_TASK_ID"; exit 7';
    const { code, stdout, stderr } = await project.run("run", "--machine", "win", "--", "sh", "-c", script);
    expect([code, stdout]).toEqual([7, "win 192.0.2.9 1\n"]);
    expect(stderr).toContain("on machine win (vmm), snapshot clean, 192.0.2.9");
    expect(project.record()).toMatchObject({ machine: { name: "win", machinery: "vmm" }, exit: { code: 7 } });
  });

  it("ends at its timeout", async () => {
    const { code, stderr } = await project.run("run", "--machine", "win", "--timeout", "0.2");
    expect(code).toBe(0);
    expect(stderr).toContain("analysis ended at its timeout");
  });

  it("ends in order when it is interrupted", async () => {
    const { child, finished, says } = project.launch("run", "--machine", "win");
    await says("machine win started");
    child.kill("SIGINT");
    expect((await finished).code).toBe(130);
    expect(
      project
        .record()
        .phases.map(({ name }) => name)
        .slice(-2),
    ).toEqual(["machinery.stop", "stop"]);
  });

  it("updates the machine's line in place on a terminal", async () => {
    const line = `stty cols 100 rows 30; ${process.execPath} ${BIN_PATH} run --machine short`;
    const { stdout } = await project.start("script", ["-qec", line, "/dev/null"]).finished;
    const reverting = stdout.indexOf("reverting");
    const reverted = stdout.indexOf("reverted");
    expect(reverting).toBeGreaterThan(0);
    expect(stdout.slice(reverting, reverted)).toContain("\x1b[1A");
    expect(stdout).toMatch(/machine short .*off/);
  });
});

describe("auxiliary run refuses, with nothing started,", () => {
  async function refused(...args: readonly string[]): Promise<string> {
    const { code, stderr } = await project.run("run", ...args);
    expect([code, project.has("storage")]).toEqual([2, false]);
    return stderr;
  }

  it("to go without a command where the command would be the machine", async () => {
    expect(await refused()).toMatch(/there is no command to analyse \[AUX_USAGE\]/);
    expect(await refused("--machine", "lab")).toMatch(
      /which the machine lab \(machinery = process\) would be/,
    );
  });

  it("a machinery that the project does not have, and says which package to add", async () => {
    const stderr = await refused("--machine", "old");
    expect(stderr).toMatch(
      /^conf\/machines\.conf:\d+: \[old\] .*"qemu"; allowed: process, external, vmm, busy/m,
    );
    expect(stderr).toContain("Add the package @aux/machinery-qemu to this project.");
  });

  it("a machine that cannot be prepared", async () => {
    expect(await refused("--machine", "taken")).toContain("another analysis has it");
  });

  it("a command that is not there", async () => {
    expect(await refused("--machine", "win", "--", "./nonesuch")).toContain("AUX_COMMAND_MISSING");
  });
});

describe("the bin of a checkout", () => {
  it("is there before anything is built, and runs what is built", async () => {
    const stub = BIN_PATH.replace(/dist\/bin\.js$/, "bin/auxiliary.js");
    const { code, stdout } = await project.start(stub, ["--version"]).finished;
    expect([code, stdout]).toEqual([0, (await project.run("--version")).stdout]);
  });
});
