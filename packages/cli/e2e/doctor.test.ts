import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BODIES, TemporaryProject } from "./temporary-project.ts";

const MISSING = '{ code: "ACME_MISSING", message: "no probe", remedy: "`sudo apt-get install probe`" }';

let project: TemporaryProject;
beforeEach(() => {
  project = new TemporaryProject("[works]\n[lacks]\nenabled = off\n[hangs]\nenabled = off\n")
    .addModule(
      "works",
      `${BODIES.working}\nasync tryOut() { await this.tool("sh", ["-c", "echo > tried"], { cwd: this.analysisPath, mayEnd: () => true }); return "it wrote a file"; }`,
    )
    .addModule("lacks", `${BODIES.working}\ncheck() { return [${MISSING}]; }`)
    .addModule(
      "hangs",
      `${BODIES.working}\ntryOut() { console.error("trying"); return new Promise(() => setInterval(() => {}, 1000)); }`,
    );
});
afterEach(() => project.remove());

describe("auxiliary doctor", () => {
  it("says that all is well, line by line, and leaves nothing", async () => {
    const { code, stdout, stderr } = await project.run("doctor");
    expect([code, stderr]).toEqual([0, ""]);
    for (const about of ["node", "storage", "space", "runs", "configuration", "machine local"])
      expect(stdout).toMatch(new RegExp(`^well +${about} `, "m"));
    expect(stdout).toMatch(/^well +works +it wrote a file$/m);
    expect(stdout).toMatch(/^auxiliary: an analysis can run whole \(no problem, no warning, /m);
    expect(project.has("storage")).toBe(false);
  });

  it("names the command that mends a problem, and ends with 1", async () => {
    project.write("conf/auxiliaries.conf", "[works]\n[lacks]\n");
    const { code, stdout } = await project.run("doctor");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^problem +lacks +no probe \[ACME_MISSING\]\n +→ `sudo apt-get install probe`$/m);
    expect(stdout).toMatch(/^well +works /m);
    expect(stdout).toContain("an analysis could not run whole (1 problem, ");
  });

  it("prints the same as JSON", async () => {
    project.write("conf/auxiliaries.conf", "[works]\n[lacks]\n");
    const { code, stdout } = await project.run("doctor", "--json");
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report.isWhole).toBe(false);
    expect(report.findings).toContainEqual({ level: "well", about: "works", message: "it wrote a file" });
    expect(report.findings).toContainEqual(
      expect.objectContaining({ level: "problem", about: "lacks", message: "no probe" }),
    );
  });

  it("shows all that is wrong with the configuration, with file and line", async () => {
    project.write("conf/auxiliaries.conf", "[works]\nspeed = 3\norder = x\n[nonesuch]\n");
    const { code, stdout } = await project.run("doctor");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^problem +configuration +conf\/auxiliaries\.conf:3: .*order = x/m);
    expect(stdout).toMatch(/^problem +configuration +conf\/auxiliaries\.conf:4: .*nonesuch/m);
  });

  it("warns of a configuration that enables nothing, which is no problem", async () => {
    project.write("conf/auxiliaries.conf", "[works]\nenabled = off\n");
    const { code, stdout } = await project.run("doctor");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^warning +configuration +.*enables no module.*\[AUX_HOST_NOTHING_ENABLED\]$/m);
    expect(stdout).toContain("(no problem, 1 warning, ");
  });

  it("refuses what it does not know, and teaches", async () => {
    expect(await project.run("doctor", "now", "--machin", "x")).toMatchObject({ code: 2, stdout: "" });
    for (const args of [
      ["doctor", "--help"],
      ["help", "doctor"],
    ]) {
      const { code, stdout } = await project.run(...args);
      expect(code).toBe(0);
      expect(stdout.indexOf("auxiliary doctor --machine win10")).toBeLessThan(stdout.indexOf("Usage:"));
      for (const option of ["--conf", "--root", "--machine", "--json", "--debug"])
        expect(stdout).toContain(option);
    }
  });

  it("removes what it tried when it is interrupted", async () => {
    project.write("conf/auxiliaries.conf", "[hangs]\n");
    const running = project.launch("doctor");
    await running.says("trying");
    running.child.kill("SIGINT");
    expect((await running.finished).code).toBe(130);
    expect(project.has("storage")).toBe(false);
  });
});
