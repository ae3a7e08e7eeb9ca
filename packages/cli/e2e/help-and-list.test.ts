import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BIN_PATH, BODIES, TemporaryProject } from "./temporary-project.ts";

let project: TemporaryProject;
beforeAll(() => {
  project = new TemporaryProject("[on]\norder = 3\n[off]\nenabled = off\n")
    .addModule("on", BODIES.working)
    .addModule("off", BODIES.working)
    .addPackage("unconfigured", 'throw new Error("imported");');
});
afterAll(() => project.remove());

describe("auxiliary list", () => {
  it("shows each candidate, whether it runs, and why not, without importing any", async () => {
    const { code, stdout, stderr } = await project.run("list");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^on +yes +3 +on 1\.2\.3$/m);
    expect(stdout).toMatch(/^off +no +- +off 1\.2\.3 +enabled = off$/m);
    expect(stdout).toMatch(/^unconfigured +no .*no section \[unconfigured\] in conf\/auxiliaries\.conf$/m);
  });

  it("prints the same as JSON", async () => {
    const { stdout } = await project.run("list", "--json");
    expect(JSON.parse(stdout).auxiliaries).toMatchObject([
      { name: "off", enabled: false },
      { name: "on", enabled: true, order: 3, package: "on", version: "1.2.3" },
      { name: "unconfigured", enabled: false },
    ]);
  });

  it("says how to begin where there is nothing", async () => {
    const empty = new TemporaryProject();
    const { code, stdout } = await empty.run("list");
    empty.remove();
    expect(code).toBe(0);
    expect(stdout).toContain("pnpm add @aux/sniffer");
  });

  it("shows what is wrong with the configuration, and ends with 2", async () => {
    const broken = new TemporaryProject("[nonesuch]\n");
    const { code, stderr } = await broken.run("list");
    broken.remove();
    expect(code).toBe(2);
    expect(stderr).toMatch(/^conf\/auxiliaries\.conf:1: .*nonesuch/m);
  });

  it("refuses what it does not know", async () => {
    expect(await project.run("list", "--jsn", "stray")).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("auxiliary's help", () => {
  it.each([[["--help"]], [["-h"]], [["help"]]])("teaches, with an example first: %j", async (args) => {
    const { code, stdout } = await project.run(...args);
    expect(code).toBe(0);
    expect(stdout.indexOf("auxiliary run -- curl")).toBeLessThan(stdout.indexOf("Usage:"));
  });

  it.each([[["run", "--help"]], [["help", "run"]], [["run", "-h", "--nonesuch"]]])(
    "names every option and exit code of run: %j",
    async (args) => {
      const { code, stdout } = await project.run(...args);
      expect(code).toBe(0);
      for (const option of [
        "conf",
        "root",
        "task",
        "machine",
        "analysis-path",
        "timeout",
        "strict",
        "json",
        "debug",
      ]) {
        expect(stdout).toContain(`--${option}`);
      }
      for (const exitCode of ["0", "2", "3", "4", "130"])
        expect(stdout).toMatch(new RegExp(`^  ${exitCode} `, "m"));
      expect(stdout).toContain("storage/analysis/ID");
    },
  );

  it.each([
    [
      "start",
      ["detach", "machine", "conf", "root", "task", "analysis-path", "timeout", "debug"],
      ["0", "2", "3", "130"],
    ],
    ["stop", ["now", "timeout", "strict", "json", "debug"], ["0", "2", "3", "4", "130"]],
    ["status", ["json", "timeout", "debug"], ["0", "2", "3"]],
    ["notify", ["timeout", "debug"], ["0", "2", "3"]],
  ])("names every option and exit code of %s, with an example first", async (name, options, codes) => {
    const { code, stdout } = await project.run(name, "--help");
    expect(code).toBe(0);
    for (const option of options) expect(stdout).toContain(`  --${option}`);
    for (const exitCode of codes) expect(stdout).toMatch(new RegExp(`^  ${exitCode} `, "m"));
    const example = stdout.indexOf(`auxiliary ${name}`);
    expect(example).toBeGreaterThan(0);
    expect(example).toBeLessThan(stdout.indexOf("Usage:"));
  });

  it("is there for list, too", async () => {
    expect(await project.run("list", "--help")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("auxiliary list"),
    });
  });

  it("fits a terminal of 120 columns", async () => {
    const commands = ["run", "start", "stop", "status", "notify", "list"].map((name) => [name, "--help"]);
    for (const args of [["--help"], ...commands]) {
      const { stdout } = await project.run(...args);
      expect(Math.max(...stdout.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(120);
    }
  });

  it("goes to standard error, with exit 2, when nothing was asked", async () => {
    expect(await project.run()).toMatchObject({
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("Usage:"),
    });
  });

  it("names the nearest command and option", async () => {
    expect((await project.run("rnu")).stderr).toContain("did you mean run?");
    expect((await project.run("--verson")).stderr).toContain("did you mean --version?");
    expect((await project.run("rnu")).code).toBe(2);
  });

  it("tells the version", async () => {
    const manifest = JSON.parse(readFileSync(join(BIN_PATH, "../../package.json"), "utf8"));
    expect(await project.run("--version")).toMatchObject({ code: 0, stdout: `${manifest.version}\n` });
  });
});
