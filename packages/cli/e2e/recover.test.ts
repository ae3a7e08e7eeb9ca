import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { BODIES, TemporaryProject } from "./temporary-project.ts";

let project = new TemporaryProject();
afterEach(() => project.remove());

const CAPTURE = `async start() {
  const path = this.artifact("dump.pcap", { kind: "pcap" });
  const args = ["-i", "lo", "-n", "-U", "-Z", "root", "-w", path];
  const tool = await this.tool("tcpdump", args, { ready: /listening on/ });
  (await import("node:fs")).writeFileSync("tool.pid", String(tool.pid));
  return true;
}
stop() { return true; }`;

const FOLDER = "storage/analysis/1";

/** A run that was killed while its command ran, after packets had gone by. */
async function killedRun(): Promise<void> {
  project.remove();
  project = new TemporaryProject("[capture]\n").addModule("capture", CAPTURE);
  const traffic =
    "require('net').createServer((s) => s.destroy()).listen(0, '127.0.0.1', function () { const { port } = this.address(); setInterval(() => require('net').connect(port, '127.0.0.1').on('error', () => {}), 5); })";
  const { child, finished, says } = project.launch(
    "run",
    "--",
    "sh",
    "-c",
    `echo GO; exec "$0" -e "$1"`,
    process.execPath,
    traffic,
  );
  await says("GO");
  await expect
    .poll(() => readFileSync(join(project.path, FOLDER, "dump.pcap")).length, { timeout: 20_000 })
    .toBeGreaterThan(2_000);
  child.kill("SIGKILL");
  await finished;
}

function isAlive(file: string): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${project.read(file).trim()}/stat`, "latin1"));
  } catch {
    return false;
  }
}

describe("auxiliary recover", () => {
  it("finishes a killed run, its capture readable to the last whole packet, and then has nothing to do", async () => {
    await killedRun();
    const { code, stderr, stdout } = await project.run("recover", "--json");
    expect([code, isAlive("tool.pid")]).toEqual([0, false]);
    expect(stderr).toContain(`recovered ${FOLDER}`);
    expect(stderr).toContain("the runner was killed while capture ran");
    const record = project.record();
    expect(record).toMatchObject({ outcome: "interrupted", auxiliaries: [{ state: "degraded" }] });
    const capture = record.auxiliaries[0]?.artifacts.filter(({ kind }) => kind === "pcap").at(-1);
    expect(capture).toMatchObject({ whole: true });
    expect(capture?.packets).toBeGreaterThan(5);
    expect(JSON.parse(stdout)).toMatchObject([{ recovered: { state: "recovered", record } }]);
    const again = await project.run("recover");
    expect([again.code, again.stderr]).toEqual([0, expect.stringContaining("nothing to recover")]);
    expect(await project.run("recover", FOLDER)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("finished"),
    });
  });

  it("is done by the next run, in one line", async () => {
    await killedRun();
    const { code, stderr } = await project.run("run", "--", "true");
    expect(code).toBe(0);
    expect(stderr).toContain(`${FOLDER}, whose runner was killed: its record is finished`);
    expect([project.record("1").outcome, project.record("2").outcome]).toEqual(["interrupted", "completed"]);
    expect((await project.run("run", "--", "true")).stderr).not.toContain("recovered");
  });

  it("refuses a run that goes on, and leaves it alone", async () => {
    project = new TemporaryProject("[working]\n").addModule("working", BODIES.working);
    const { child, finished, says } = project.launch("run", "--", "sh", "-c", "echo GO; read -r _; sleep 60");
    await says("GO");
    const refused = await project.run("recover", FOLDER);
    expect(refused).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(`goes on: process ${child.pid}`),
    });
    expect(await project.run("recover")).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("nothing to recover"),
    });
    child.kill("SIGTERM");
    expect((await finished).code).toBe(130);
  });

  it("refuses what it must not trust or does not know, with what to do", async () => {
    await killedRun();
    chmodSync(join(project.path, FOLDER), 0o777);
    expect(await project.run("recover", FOLDER)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("chmod go-w"),
    });
    chmodSync(join(project.path, FOLDER), 0o700);
    writeFileSync(join(project.path, FOLDER, "auxiliaries.json"), '{"version":2}');
    expect(await project.run("recover")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("AUX_RECORD_VERSION"),
    });
    rmSync(join(project.path, FOLDER, "auxiliaries.json"));
    expect(await project.run("recover")).toMatchObject({ code: 0 });
    expect(project.record()).toMatchObject({ outcome: "interrupted" });
  });

  it.each([
    [["recover", "nowhere"], "cannot be looked into"],
    [["recover", "."], "holds no journal"],
    [["recover", "--what"], "there is no option --what"],
    [["recover", ""], "a FOLDER is empty"],
    [["recover", "--root", ".", "x"], "either a project or folders"],
  ])("%j is wrong usage", async (args, words) => {
    project = new TemporaryProject("[working]\n");
    expect(await project.run(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
  });
});
