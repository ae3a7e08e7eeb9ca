import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BODIES, TemporaryProject } from "./temporary-project.ts";

/** Its program dies in its first life alone. */
const CRASHING_ONCE = `
  async start() {
    const { writeFileSync } = await import("node:fs");
    writeFileSync(this.artifact("notes.txt", { kind: "text" }), "life " + this.attempt);
    const script = this.attempt === 0 ? "echo ready; sleep 0.1; exit 3" : "echo ready; exec sleep 600";
    await this.tool("sh", ["-c", script], { ready: /ready/ });
    return true;
  }
  stop() { return true; }
`;

let project: TemporaryProject;
beforeAll(() => {
  project = new TemporaryProject();
  for (const [name, body] of Object.entries(BODIES)) project.addModule(name, body);
});
afterAll(() => project.remove());

async function run(conf: string, ...args: readonly string[]) {
  project.write("conf/auxiliaries.conf", conf);
  return project.run("run", ...args);
}

describe("the exit code of auxiliary run", () => {
  it("is 0 when all is well", async () => {
    expect((await run("[working]\n", "--strict", "--", "true")).code).toBe(0);
  });

  it("is the command's own when that failed", async () => {
    expect((await run("[working]\n", "--", "sh", "-c", "exit 7")).code).toBe(7);
    expect((await run("[working]\n", "--", "sh", "-c", "exit 127")).code).toBe(127);
  });

  it("is 128 + n when signal n ended the command", async () => {
    expect((await run("[working]\n", "--", "sh", "-c", "kill -9 $$")).code).toBe(137);
  });

  it("is 0 at the timeout, which is a normal end", async () => {
    const { code, stderr } = await run("[working]\n", "--timeout", "0.2", "--", "sleep", "60");
    expect(code).toBe(0);
    expect(stderr).toContain("ended at its timeout after 0.2 s");
  });

  it("is 0 at the task's timeout, and --timeout wins over it", async () => {
    expect(
      (await run("[working]\n", "--task", '{"id": "t1", "timeout": 0.1}', "--", "sleep", "60")).code,
    ).toBe(0);
    const task = '{"id": "t2", "timeout": 0.01}';
    expect(
      (await run("[working]\n", "--task", task, "--timeout", "30", "--", "sh", "-c", "sleep 0.2; exit 5"))
        .code,
    ).toBe(5);
  });

  it("is 0 although a module failed that nobody required", async () => {
    const { code, stderr } = await run("[working]\n[failing]\n", "--", "true");
    expect(code).toBe(0);
    expect(stderr).toContain("no capture device");
  });

  it("is 3 when a required module does not start, and the command is not run", async () => {
    const { code, stdout, stderr } = await run(
      "[working]\n[failing]\nrequired = on\n",
      "--",
      "echo",
      "begun",
    );
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("the analysis did not begin");
    expect(stderr).toContain("no capture device");
  });

  it("is 3 when a required module crashes during the analysis", async () => {
    const { code, stderr } = await run("[crashing]\nrequired = on\n", "--", "sleep", "0.5");
    expect(code).toBe(3);
    expect(stderr).toContain("out of luck");
  });

  it("is 3 when a crash aborts the analysis, whose command is ended at once, and it is told at once", async () => {
    project.write("conf/auxiliaries.conf", "[crashing]\non_crash = abort\n[working]\n");
    const { says, finished } = project.launch("run", "--", "sleep", "600");
    await says("out of luck");
    await says("on_crash = abort");
    const { code, stderr } = await finished;
    expect(code).toBe(3);
    expect(stderr).toContain("analysis aborted, because a module crashed");
    expect(stderr.indexOf("AUX_TOOL_DIED")).toBeLessThan(stderr.indexOf("analysis aborted"));
  });

  it("is 0 when a crashed module was started again, and the record names the gap", async () => {
    project.addModule("crashing-once", CRASHING_ONCE);
    const conf = "[crashing-once]\non_crash = restart\n";
    const { code, stderr } = await run(conf, "--task", '{"id": "again"}', "--", "sleep", "1.5");
    expect(code).toBe(0);
    expect(stderr).toContain("crashing-once was started again: nothing was recorded from");
    const [module] = project.record("again").auxiliaries;
    expect(module).toMatchObject({ state: "degraded", gaps: [{ from: {}, to: {} }] });
    expect(module?.artifacts.map(({ path }) => path)).toEqual(["notes.txt", "logs/sh.log", "notes.1.txt"]);
  });

  it.each(["failing", "degraded", "crashing"])(
    "is 4 with --strict when a module is %s, and 0 without",
    async (name) => {
      expect((await run(`[${name}]\n`, "--strict", "--", "sleep", "0.4")).code).toBe(4);
      expect((await run(`[${name}]\n`, "--", "sleep", "0.4")).code).toBe(0);
    },
  );

  it("is 4 rather than the command's own, and 3 rather than 4", async () => {
    expect((await run("[degraded]\n", "--strict", "--", "sh", "-c", "exit 7")).code).toBe(4);
    expect((await run("[failing]\nrequired = on\n[degraded]\n", "--strict", "--", "true")).code).toBe(3);
  });
});
