import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { TemporaryProject } from "./temporary-project.ts";

let project = new TemporaryProject();
afterEach(() => project.remove());

const TOOL = `async start() {
  const tool = await this.tool("sh", ["-c", "trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done"], { ready: /ready/ });
  (await import("node:fs")).writeFileSync("tool.pid", String(tool.pid));
  return true;
}
stop() { return true; }`;

function launch(script: string, body = TOOL) {
  project.remove();
  project = new TemporaryProject("[listener]\n").addModule("listener", body);
  return project.launch("run", "--", "sh", "-c", `echo $$ > command.pid; ${script}`);
}

function isAlive(file: string): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${project.read(file).trim()}/stat`, "latin1"));
  } catch {
    return false;
  }
}

describe("a signal to auxiliary run", () => {
  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s ends the run in order", async (signal) => {
    const { child, finished, says } = launch(
      "trap 'echo bye; exit 0' TERM; echo GO; while :; do sleep 0.05; done",
    );
    await says("GO");
    child.kill(signal);
    const { code, stdout, stderr } = await finished;
    expect([code, stdout]).toEqual([130, "GO\nbye\n"]);
    expect(stderr).toContain(`${signal}: ending the analysis in order`);
    expect(stderr).toContain("analysis interrupted");
    expect(project.record()).toMatchObject({ outcome: "interrupted", auxiliaries: [{ state: "stopped" }] });
    expect([isAlive("command.pid"), isAlive("tool.pid")]).toEqual([false, false]);
  });

  it("ends everything at once when it comes a second time", async () => {
    const { child, finished, says } = launch(
      "trap 'echo ignored' TERM; echo GO; while :; do sleep 0.05; done",
    );
    await says("GO");
    child.kill("SIGINT");
    await says("ignored");
    child.kill("SIGINT");
    const { code, stderr } = await finished;
    expect(code).toBe(130);
    expect(stderr).toContain("ending everything at once");
    expect(project.record()).toMatchObject({ outcome: "interrupted", exit: { signal: "SIGKILL" } });
    expect([isAlive("command.pid"), isAlive("tool.pid")]).toEqual([false, false]);
  });

  it("ends a start that is under way, and the analysis does not begin", async () => {
    const body =
      'start() { process.stderr.write("STARTING\\n"); return new Promise(() => {}); }\nstop() { return true; }';
    const { child, finished, says } = launch("echo GO", body);
    await says("STARTING");
    child.kill("SIGINT");
    child.kill("SIGINT");
    await says("ending");
    child.kill("SIGINT");
    const { code, stdout } = await finished;
    expect([code, stdout]).toEqual([130, ""]);
  });

  it("ends it while nothing is started yet, a module's import that hangs included", async () => {
    project.remove();
    const source =
      'process.stderr.write("IMPORTING\\n"); await new Promise((done) => setTimeout(done, 60_000));';
    project = new TemporaryProject("[hanging]\n").addPackage("hanging", source);
    const { child, finished, says } = project.launch("run", "--", "true");
    await says("IMPORTING");
    child.kill("SIGINT");
    const { code, stderr } = await finished;
    expect(code).toBe(130);
    expect(stderr).toContain("SIGINT: nothing was started");
    expect(project.has("storage")).toBe(false);
  });

  it("leaves nothing running when the run itself is killed", async () => {
    const { child, finished, says } = launch("echo GO; while :; do sleep 0.05; done");
    await says("GO");
    expect([isAlive("command.pid"), isAlive("tool.pid")]).toEqual([true, true]);
    child.kill("SIGKILL");
    await finished;
    await expect
      .poll(() => [isAlive("command.pid"), isAlive("tool.pid")], { timeout: 5_000 })
      .toEqual([false, false]);
    expect(project.record().outcome).toBe("running");
  });
});
