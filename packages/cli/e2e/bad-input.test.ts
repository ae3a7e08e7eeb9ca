import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BODIES, TemporaryProject } from "./temporary-project.ts";

const NO_BODY = 'throw new Error("imported");';

let project: TemporaryProject;
beforeEach(() => {
  project = new TemporaryProject("[noop]\nenabled = on\n").addModule(
    "noop",
    `static options = { declarations: {} };\n${BODIES.working.replace("return true", 'process.stderr.write("STARTED"); return true')}`,
  );
});
afterEach(() => project.remove());

/** Runs, and holds that nothing was started: exit 2, no command, no module, no folder. Returns the lines of problems. */
async function refused(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await project.run("run", ...args, "--", "echo", "begun");
  expect([code, stdout, stderr.includes("STARTED")]).toEqual([2, "", false]);
  expect(project.has("storage")).toBe(false);
  expect(stderr).not.toContain("    at ");
  return stderr;
}

function conf(text: string | Buffer) {
  project.write("conf/auxiliaries.conf", text);
}

describe("auxiliary run refuses, with nothing started,", () => {
  it("an unknown section, with the nearest known one", async () => {
    conf("[noop]\n\n[nop]\n");
    expect(await refused()).toMatch(/^conf\/auxiliaries\.conf:3: .*nop.*did you mean noop\?/m);
  });

  it("an unknown key, with what is allowed and the nearest", async () => {
    conf("[noop]\nordr = 2\n");
    expect(await refused()).toMatch(/^conf\/auxiliaries\.conf:2: .*"ordr".*allowed: .*did you mean order\?/m);
  });

  it.each([
    ["enabled = maybe", "on or off"],
    ["order = first", "a whole number"],
    ["start_timeout = soon", "a number of seconds"],
    ["required =", "on or off"],
  ])("the value in %j", async (line, allowed) => {
    conf(`[noop]\n${line}\n`);
    expect(await refused()).toMatch(new RegExp(`^conf/auxiliaries\\.conf:2: .*${allowed}`, "m"));
  });

  it("a duplicate section and a duplicate key, shown together", async () => {
    conf("[noop]\norder = 1\norder = 2\n[noop]\n");
    const stderr = await refused();
    expect(stderr).toMatch(/^conf\/auxiliaries\.conf:3: /m);
    expect(stderr).toMatch(/^conf\/auxiliaries\.conf:4: /m);
    expect(stderr).toContain("because of 2 problems");
  });

  it("a binary file, an empty one, a folder and none at all", async () => {
    conf(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]));
    expect(await refused()).toContain("AUX_CONF_UNREADABLE");
    conf("");
    expect(await refused()).toContain("AUX_CONF_EMPTY");
    expect(await refused("--conf", "conf")).toContain("AUX_CONF_UNREADABLE");
    expect(await refused("--conf", "nonesuch.conf")).toContain("nonesuch.conf");
  });

  it("[__proto__]", async () => {
    conf("[__proto__]\nenabled = on\n");
    expect(await refused()).toMatch(/^conf\/auxiliaries\.conf:1: .*__proto__/m);
  });

  it.each([
    ["no JSON", "{oops", /^task:1: .*no JSON/m],
    ["a wrong type", '{"timeout": "long"}', /^task:1: .*timeout.*seconds/m],
    ["an id that leaves the storage folder", '{"id": "../x"}', /^task:1: .*\.\.\/x.*letters, digits/m],
  ])("a task that is %s", async (_, task, problem) => {
    expect(await refused("--task", task)).toMatch(problem);
  });

  it("a task file that is no JSON, with its line, one that is missing, and one that is a folder", async () => {
    project.write("task.json", '{\n  "id": 1,\n  nothing\n}');
    expect(await refused("--task", "task.json")).toMatch(/^task\.json:3: .*no JSON/m);
    expect(await refused("--task", "nonesuch.json")).toContain("AUX_TASK_UNREADABLE");
    expect(await refused("--task", "conf")).toContain("AUX_TASK_UNREADABLE");
  });

  it("an option that a task must not set", async () => {
    expect(await refused("--task", '{"options": {"noop.order": "3"}}')).toContain("AUX_CONF_OVERRIDE");
  });

  it("an unknown machine, with the known ones and the nearest", async () => {
    project.write("conf/machines.conf", "[win10]\nmachinery = process\n");
    expect(await refused("--machine", "win1")).toMatch(/"win1"; allowed: win10, local; did you mean win10\?/);
  });

  it("an interface called -w, with the file and line of the machine", async () => {
    project.write("conf/machines.conf", "[lab]\nmachinery = process\ninterface = -w\n");
    expect(await refused("--machine", "lab")).toMatch(/^conf\/machines\.conf:3: .*interface = -w/m);
  });

  it("faults of task, machine and modules, all shown at once", async () => {
    conf("[nop]\n");
    const stderr = await refused("--task", '{"id": "/"}', "--machine", "nonesuch");
    for (const code of ["AUX_FOLDER_OUTSIDE", "AUX_CONF_MISSING", "AUX_CONF_UNKNOWN_SECTION"]) {
      expect(stderr).toContain(code);
    }
  });

  it("an analysis path with another run's record, which stays as it is", async () => {
    project.write("old/auxiliaries.json", "{}");
    expect(await refused("--analysis-path", "old")).toContain("AUX_FOLDER_OCCUPIED");
    expect(project.read("old/auxiliaries.json")).toBe("{}");
  });

  it("an analysis path that is a file, is below one, or cannot be made", async () => {
    project.write("file", "");
    expect(await refused("--analysis-path", "file")).toContain("AUX_FOLDER_NOT_FOLDER");
    expect(await refused("--analysis-path", "file/below")).toContain("AUX_FOLDER_NOT_WRITABLE");
    expect(await refused("--analysis-path", "/proc/nonesuch")).toContain("AUX_FOLDER_NOT_WRITABLE");
  });

  it("an option whose check() finds a fault, with its file and line", async () => {
    project.addModule(
      "picky",
      `${BODIES.working}\ncheck() { return [{ code: "AUX_X", message: "no filter: " + this.options.bpf, remedy: "Write one.", at: { key: "bpf" } }]; }`,
    );
    conf("[noop]\n[picky]\n\nbpf = oops\n");
    expect(await refused()).toMatch(/^conf\/auxiliaries\.conf:4: no filter: oops/m);
  });

  it("a package that exports no auxiliary, two of them, or that cannot be imported", async () => {
    project.addPackage("none", "export const nothing = 1;");
    const two =
      'import { Auxiliary } from "@aux/core";\nclass A extends Auxiliary { start() {} stop() {} }\nexport class B extends A {}\nexport class C extends A {}\n';
    project.addPackage("two", two).addPackage("broken", NO_BODY);
    conf("[none]\n[two]\n[broken]\n");
    const stderr = await refused();
    expect(stderr).toMatch(/^conf\/auxiliaries\.conf:1: .*AUX_PACKAGE_NO_AUXILIARY/m);
    expect(stderr).toMatch(/^conf\/auxiliaries\.conf:2: .*AUX_PACKAGE_MANY_AUXILIARIES/m);
    expect(stderr).toMatch(/^conf\/auxiliaries\.conf:3: .*imported.*AUX_PACKAGE_IMPORT/m);
  });

  it("two packages for one section", async () => {
    project.addModule("@acme/noop", BODIES.working);
    const stderr = await refused();
    expect(stderr).toContain("AUX_PACKAGE_CONFLICT");
    expect(stderr).toContain("@acme/noop");
  });

  it("a section for a module that is only a transitive dependency, and does not import it", async () => {
    project.addPackage("deep", NO_BODY, false);
    conf("[noop]\n[deep]\n");
    const stderr = await refused();
    expect(stderr).toContain("AUX_CONF_UNKNOWN_SECTION");
    expect(stderr).not.toContain("imported");
    expect((await project.run("list")).stdout).not.toContain("deep");
  });

  it("a command that is not there, is a folder, or may not be run", async () => {
    for (const command of ["nonesuch-command", "./conf", "./conf/auxiliaries.conf", ""]) {
      const { code, stderr } = await project.run("run", "--", command);
      expect(code).toBe(2);
      expect(stderr).toMatch(/AUX_COMMAND_MISSING|AUX_USAGE/);
      expect(project.has("storage")).toBe(false);
    }
  });

  it("a storage folder that is a file, and leaves it", async () => {
    project.write("elsewhere", "");
    mkdirSync(join(project.path, "root/conf"), { recursive: true });
    project.write("root/package.json", '{"dependencies": {"noop": "1"}}');
    project.write("root/conf/auxiliaries.conf", "[noop]\n");
    symlinkSync(join(project.path, "node_modules"), join(project.path, "root/node_modules"));
    project.write("root/storage", "a file");
    expect(await refused("--root", "root")).toContain("AUX_FOLDER_NOT_WRITABLE");
    expect(project.read("root/storage")).toBe("a file");
  });

  it("a root without package.json", async () => {
    expect(await refused("--root", "conf")).toContain("AUX_ROOT_INVALID");
  });

  it("a command line that it does not understand, all of it at once", async () => {
    const { code, stderr } = await project.run(
      "run",
      "--jsn",
      "--timeout",
      "soon",
      "--strict=1",
      "--conf",
      "--",
      "true",
    );
    expect(code).toBe(2);
    expect(stderr).toMatch(/no option --jsn;.*did you mean --json\?/);
    for (const text of ['--timeout is "soon"', "--strict takes no value", "--conf needs a value"])
      expect(stderr).toContain(text);
  });

  it("a command without -- before it, and says how it is written", async () => {
    const { code, stderr } = await project.run("run", "sleep", "5");
    expect(code).toBe(2);
    expect(stderr).toContain("auxiliary run -- sleep 5");
  });

  it("shows a stack with --debug alone", async () => {
    expect((await project.run("run", "--debug", "--conf", "nonesuch", "--", "true")).stderr).toContain(
      "    at ",
    );
    expect((await project.run("run", "--conf", "nonesuch", "--", "true", "--debug")).stderr).not.toContain(
      "    at ",
    );
  });
});
