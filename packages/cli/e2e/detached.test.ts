import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BIN_PATH, BODIES, TemporaryProject } from "./temporary-project.ts";

const VMM = "async revert() {}\nasync start() {}\nasync stop() { this.turnOff(); }";
const TELLING = `start() { console.log("its words"); return true; }
machineStarted() { console.log("heard machineStarted"); }
machineStopping() { console.log("heard machineStopping"); }
stop() { return true; }`;

let project: TemporaryProject;
beforeEach(() => {
  project = new TemporaryProject("[telling]\n").addModule("telling", TELLING).addMachinery("vmm", VMM);
  project.write("conf/machines.conf", "[vm]\nmachinery = vmm\n[lab]\nmachinery = process\nip = 192.0.2.7\n");
});
afterEach(() => project.remove());

/** Begins an analysis in the background, and returns its folder. */
async function start(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await project.run("start", "--detach", ...args);
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/^\/.*\n$/);
  return stdout.trim();
}

async function pidOf(folder: string): Promise<number> {
  return JSON.parse((await project.run("status", "--json", folder)).stdout).pid;
}

function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

const supervisorLog = () => project.read("storage/analysis/1/logs/supervisor.log");

describe("auxiliary start --detach", () => {
  it("prints the folder alone and lets go of all streams while the analysis goes on, until it is stopped", async () => {
    const folder = await start();
    expect(folder).toBe(project.folder());
    const status = await project.run("status", folder);
    expect(status).toMatchObject({ code: 0, stderr: "" });
    expect(status.stdout).toMatch(/the analysis runs, since .* in process \d+; now: analysis\n/);
    expect(status.stdout).toContain("● telling  running");
    const pid = await pidOf(folder);
    const { code, stdout, stderr } = await project.run("stop", folder);
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("analysis completed after");
    expect(project.record()).toMatchObject({
      outcome: "completed",
      machine: { name: "local", machinery: "external" },
      auxiliaries: [{ state: "stopped" }],
    });
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
    expect(project.has("storage/analysis/1/control.sock")).toBe(false);
  });

  it("is not left behind by the run whose command has asked for it", async () => {
    const command = ["--", process.execPath, BIN_PATH, "start", "--detach", "--root", project.path];
    const outer = await project.run("run", ...command);
    expect(outer.code, outer.stderr).toBe(0);
    expect(outer.stderr).not.toContain("left behind");
    const folder = outer.stdout.trim().split("\n").at(-1) ?? "";
    expect((await project.run("status", folder)).stdout).toContain("the analysis runs");
    expect((await project.run("stop", folder)).code).toBe(0);
  });

  it("keeps the words of the run in a log, before and after it let go", async () => {
    await start("--debug");
    await project.run("stop", project.folder());
    // The record answers a stop; the last words come after it.
    await expect.poll(supervisorLog, { timeout: 10_000 }).toContain("analysis completed");
    expect(supervisorLog()).toMatch(/^its words\nauxiliary: ● telling running .*\n/);
    expect(supervisorLog()).toContain("auxiliary: asked to stop");
    expect(statSync(join(project.folder(), "logs/supervisor.log")).mode & 0o777).toBe(0o600);
  });

  it("takes the data of a machine that somebody else drives, from its section or as JSON", async () => {
    await start("--machine", "lab");
    await start(
      "--machine",
      '{"name": "win10", "interface": "veth-9", "vnc": "127.0.0.1:5900", "agent_port": 8000}',
    );
    expect(project.record("1").machine).toEqual({ name: "lab", machinery: "external", ip: "192.0.2.7" });
    expect(project.record("2").machine).toMatchObject({ name: "win10", interface: "veth-9" });
  });

  it("outlives its caller's terminal, and SIGHUP", async () => {
    const line = `${process.execPath} ${BIN_PATH} start --detach`;
    await project.start("script", ["-qec", line, "/dev/null"]).finished;
    const pid = await pidOf(project.folder());
    process.kill(pid, "SIGHUP");
    expect(await pidOf(project.folder())).toBe(pid);
    expect((await project.run("stop", project.folder())).code).toBe(0);
  });

  it("returns once a machine that the run drives is started, and a stop is that run's end", async () => {
    const folder = await start("--machine", "vm");
    expect(supervisorLog()).toMatch(/machine vm started/);
    expect((await project.run("stop", folder)).code).toBe(0);
    expect(project.record().phases.map(({ name }) => name)).toContain("machinery.stop");
  });

  it("runs a command, whose words are in a log and whose code is that of the stop, however late", async () => {
    const folder = await start("--", "sh", "-c", "echo words; echo more >&2; cat; exit 7");
    await expect.poll(() => project.record().outcome, { timeout: 10_000 }).toBe("completed");
    expect((await project.run("stop", folder)).code).toBe(7);
    const log = project.read("storage/analysis/1/logs/command.log");
    expect(log.split("\n").toSorted()).toEqual(["", "more", "words"]);
  });

  it("ends in order by SIGTERM", async () => {
    const folder = await start();
    process.kill(await pidOf(folder), "SIGTERM");
    await expect.poll(() => project.record().outcome, { timeout: 10_000 }).toBe("interrupted");
    expect((await project.run("stop", folder)).code).toBe(130);
  });

  it("does all that for twenty at the same time", async () => {
    const folders = await Promise.all(Array.from({ length: 20 }, () => start()));
    expect(new Set(folders).size).toBe(20);
    const stops = await Promise.all(folders.map((folder) => project.run("stop", folder)));
    expect(stops.map(({ code }) => code)).toEqual(folders.map(() => 0));
  }, 120_000);
});

describe("auxiliary stop", () => {
  it("gives everybody the same answer, at once or later", async () => {
    const folder = await start();
    const stops = await Promise.all([1, 2, 3, 4].map(() => project.run("stop", "--json", folder)));
    for (const { code, stdout } of [...stops, await project.run("stop", "--json", folder)]) {
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toEqual(project.record());
    }
  });

  it("interrupts a command, at once where that is asked for", async () => {
    const stubborn = "trap '' TERM; while :; do sleep 0.05; done";
    const folder = await start("--", "sh", "-c", stubborn);
    const began = performance.now();
    const { code } = await project.run("stop", "--now", folder);
    expect(code).toBe(130);
    expect(performance.now() - began).toBeLessThan(4_500);
    expect(project.record()).toMatchObject({ outcome: "interrupted", exit: { signal: "SIGKILL" } });
  });

  it("is 4 with --strict when a module is not whole", async () => {
    project.addModule("degraded", BODIES.degraded).write("conf/auxiliaries.conf", "[degraded]\n");
    const folder = await start();
    expect((await project.run("stop", folder)).code).toBe(0);
    expect((await project.run("stop", "--strict", folder)).code).toBe(4);
  });

  it("may be left alone: the run goes on ending", async () => {
    const slow =
      "start() { return true; }\nstop() { return new Promise((done) => setTimeout(done, 1500, true)); }";
    project.addModule("slow", slow).write("conf/auxiliaries.conf", "[slow]\n");
    const folder = await start();
    const { child, finished } = project.launch("stop", folder);
    await expect.poll(supervisorLog, { timeout: 10_000 }).toContain("asked to stop");
    child.kill("SIGINT");
    expect(await finished).toMatchObject({ code: 130, stderr: expect.stringContaining("goes on ending") });
    const impatient = await project.run("stop", "--timeout", "0.1", folder);
    expect(impatient).toMatchObject({ code: 3, stderr: expect.stringContaining("AUX_CONTROL_TIMEOUT") });
    expect((await project.run("stop", folder)).code).toBe(0);
  });

  it("ends an `auxiliary run` as Ctrl-C does, and its status is told", async () => {
    const { finished, says } = project.launch("run", "--", "sh", "-c", "echo GO; sleep 60");
    await says("GO");
    expect((await project.run("status", project.folder())).stdout).toContain("the analysis runs");
    expect((await project.run("stop", project.folder())).code).toBe(130);
    expect(await finished).toMatchObject({ code: 130, stderr: expect.stringContaining("asked to stop") });
  });
});

describe("auxiliary notify", () => {
  it("tells the modules what becomes of the machine, which nothing else does", async () => {
    const folder = await start();
    expect((await project.run("notify", folder, "machineStarted")).code).toBe(0);
    expect((await project.run("notify", folder, "machineStarted")).code).toBe(0);
    await project.run("stop", folder);
    expect(supervisorLog().match(/heard \w+/g)).toEqual(["heard machineStarted"]);
    const late = await project.run("notify", folder, "machineStopping");
    expect(late).toMatchObject({ code: 3, stderr: expect.stringContaining("too late") });
  });

  it("is there for a command that drives the machine beside `auxiliary run`, too", async () => {
    const script = `"${process.execPath}" "${BIN_PATH}" notify "$AUX_ANALYSIS_PATH" machineStarted; exit 5`;
    const { code, stderr } = await project.run(
      "run",
      "--machine",
      '{"name": "own"}',
      "--",
      "sh",
      "-c",
      script,
    );
    expect(code, stderr).toBe(5);
    expect(project.record().phases.map(({ name }) => name)).toContain("machineStarted");
  });

  it("knows its words", async () => {
    const { code, stderr } = await project.run("notify", "folder", "machineStart");
    expect(code).toBe(2);
    expect(stderr).toContain("did you mean machineStarted?");
  });
});
