import { readFileSync } from "node:fs";
import { recoverAnalysis } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BIN_PATH, BODIES, TemporaryProject } from "./temporary-project.ts";

const TOOL = `async start() {
  const tool = await this.tool("sh", ["-c", "trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done"], { ready: /ready/ });
  (await import("node:fs")).writeFileSync("tool.pid", String(tool.pid));
  return true;
}
stop() { return true; }`;
const HANGING = `start() { process.stderr.write("STARTING\\n"); return new Promise((_, fail) => this.signal.addEventListener("abort", fail)); }
stop() { return true; }`;

let project: TemporaryProject;
beforeEach(() => {
  project = new TemporaryProject("[noop]\n").addModule("noop", BODIES.working);
});
afterEach(() => project.remove());

function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
  } catch {
    return false;
  }
}

/** The analyses of this test's project that somebody still keeps. */
const keptAnalyses = () =>
  JSON.stringify(project.analyses().filter((id) => project.has(`storage/analysis/${id}/control.sock`)));

describe("auxiliary start --detach that cannot begin", () => {
  it("says what `auxiliary run` would say, with the same code and nothing left", async () => {
    project.write("conf/auxiliaries.conf", "[nop]\n");
    const started = await project.run("start", "--detach", "--task", "{oops", "--", "true");
    expect(started).toEqual(await project.run("run", "--task", "{oops", "--", "true"));
    expect([started.code, started.stdout, project.has("storage")]).toEqual([2, "", false]);
  });

  it("is 3 when a required module does not start", async () => {
    project.addModule("failing", BODIES.failing).write("conf/auxiliaries.conf", "[failing]\nrequired = on\n");
    const { code, stdout, stderr } = await project.run("start", "--detach");
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("the analysis did not begin");
    expect(stderr).toContain("no capture device");
    expect(keptAnalyses()).toBe("[]");
  });

  it("is 3 when the machine cannot be reverted, and modules are stopped", async () => {
    project.addMachinery(
      "vmm",
      'revert() { throw new Error("no snapshot"); }\nasync start() {}\nasync stop() { this.turnOff(); }',
    );
    project.write("conf/machines.conf", "[vm]\nmachinery = vmm\n");
    const { code, stdout, stderr } = await project.run("start", "--detach", "--machine", "vm");
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("no snapshot");
    expect(project.record()).toMatchObject({ outcome: "failed", auxiliaries: [{ state: "stopped" }] });
  });

  it("is 2, with the folder's reason, when nobody could stop it", async () => {
    project.write("storage/analysis/7/control.sock/in-the-way", "");
    const { code, stderr } = await project.run("start", "--detach", "--task", '{"id": 7}');
    expect(code).toBe(2);
    expect(stderr).toContain("AUX_CONTROL_FAILED");
    expect(project.has("storage/analysis/7/auxiliaries.json")).toBe(false);
  });

  it("says so when the process that was to keep it ends without a word", async () => {
    project.addModule(
      "noop",
      'start() { process.kill(process.pid, "SIGKILL"); return true; }\nstop() { return true; }',
    );
    const { code, stderr } = await project.run("start", "--detach");
    expect(code).toBe(3);
    expect(stderr).toMatch(/ended before it was under way: SIGKILL \[AUX_SUPERVISOR_LOST\]/);
  });

  it.each(["SIGINT", "SIGKILL"] as const)("ends when its caller gets %s before that", async (signal) => {
    project.addModule("noop", HANGING);
    const { child, finished, says } = project.launch("start", "--detach");
    await says("STARTING");
    child.kill(signal);
    const { code, stdout } = await finished;
    expect([code, stdout]).toEqual([signal === "SIGINT" ? 130 : null, ""]);
    await expect.poll(() => project.record().outcome, { timeout: 15_000 }).toBe("interrupted");
    await expect.poll(keptAnalyses, { timeout: 5_000 }).toBe("[]");
  });

  it("ends the run when its folder cannot be printed", async () => {
    const line = `"${process.execPath}" "${BIN_PATH}" start --detach > /dev/full`;
    const { code } = await project.start("sh", ["-c", line]).finished;
    expect(code).toBe(3);
    await expect.poll(() => project.record().outcome, { timeout: 15_000 }).toBe("interrupted");
  });

  it("refuses what it does not know", async () => {
    expect(await project.run("start", "--", "true")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("auxiliary start --detach"),
    });
    expect((await project.run("start", "--detach", "--strict")).stderr).toContain("no option --strict");
    expect((await project.run("start", "--detach", "--machine", '{"ip": "x"}')).stderr).toMatch(
      /^machine:1: .*ip = x.*IPv4/m,
    );
    expect((await project.run("supervise")).code).toBe(2);
  });
});

describe("a run whose supervisor was killed", () => {
  it("has left no tool, and status and stop say what became of it and how to go on", async () => {
    project.addModule("noop", TOOL);
    const folder = (await project.run("start", "--detach")).stdout.trim();
    const { pid } = JSON.parse((await project.run("status", "--json", folder)).stdout);
    expect(isAlive(Number(project.read("tool.pid")))).toBe(true);
    process.kill(pid, "SIGKILL");
    const status = await project.run("status", folder);
    expect(status.code).toBe(3);
    expect(status.stdout).toContain("the analysis was never finished");
    expect(status.stdout).toContain(`auxiliary recover ${folder}`);
    const stop = await project.run("stop", folder);
    expect([stop.code, stop.stdout]).toEqual([3, ""]);
    expect(stop.stderr).toContain("AUX_ANALYSIS_GONE");
    await expect.poll(() => isAlive(Number(project.read("tool.pid"))), { timeout: 5_000 }).toBe(false);
  });

  it("is interrupted once it is recovered, for whoever asks then", async () => {
    const folder = (await project.run("start", "--detach")).stdout.trim();
    const { pid } = JSON.parse((await project.run("status", "--json", folder)).stdout);
    process.kill(pid, "SIGKILL");
    await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
    expect(await recoverAnalysis(folder)).toMatchObject({
      state: "recovered",
      undone: ["the control socket"],
    });
    expect(keptAnalyses()).toBe("[]");
    expect(await project.run("stop", folder)).toMatchObject({
      code: 130,
      stderr: expect.stringContaining("analysis interrupted"),
    });
  });
});

it("a stop that waits for a run whose supervisor is killed says so at once", async () => {
  project.addModule("noop", "start() { return true; }\nstop() { return new Promise(() => {}); }");
  const folder = (await project.run("start", "--detach")).stdout.trim();
  const { pid } = JSON.parse((await project.run("status", "--json", folder)).stdout);
  const { finished } = project.launch("stop", folder);
  const log = () => project.read("storage/analysis/1/logs/supervisor.log");
  await expect.poll(log, { timeout: 10_000 }).toContain("asked to stop");
  process.kill(pid, "SIGKILL");
  expect(await finished).toMatchObject({ code: 3, stderr: expect.stringContaining("AUX_ANALYSIS_GONE") });
});

describe("a folder without an analysis", () => {
  it.each(["stop", "status"])("is 2 for auxiliary %s", async (command) => {
    const { code, stderr } = await project.run(command, "storage/analysis/9");
    expect(code).toBe(2);
    expect(stderr).toContain("AUX_ANALYSIS_MISSING");
    expect((await project.run(command)).stderr).toContain(`auxiliary ${command} [OPTIONS] FOLDER`);
    expect((await project.run(command, "one", "two")).code).toBe(2);
  });
});
