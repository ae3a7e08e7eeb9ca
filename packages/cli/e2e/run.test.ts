import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { findProcess } from "@aux/core";
import { afterEach, describe, expect, it } from "vitest";
import { BIN_PATH, BODIES, TemporaryProject } from "./temporary-project.ts";

let project = new TemporaryProject();
afterEach(() => project.remove());

function prepare(conf: string, modules: Readonly<Record<string, string>> = { noop: BODIES.working }) {
  project.remove();
  project = new TemporaryProject(conf);
  for (const [name, body] of Object.entries(modules)) project.addModule(name, body);
  return project;
}

describe("auxiliary run", () => {
  it("works in a folder with only conf/auxiliaries.conf and package.json", async () => {
    const { code, stdout, stderr } = await prepare("[noop]\n").run(
      "run",
      "--",
      "echo",
      "to whom it may concern",
    );
    expect([code, stdout]).toEqual([0, "to whom it may concern\n"]);
    expect(stderr).toContain("analysis completed");
    expect(stderr).toContain("storage/analysis/1");
    expect(stderr).not.toContain("\x1b");
    const record = project.record();
    expect(record).toMatchObject({
      task: { id: "1", target: "echo to whom it may concern" },
      machine: { name: "local", machinery: "process" },
      outcome: "completed",
      exit: { code: 0, signal: null },
      auxiliaries: [{ name: "noop", package: "noop", version: "1.2.3", state: "stopped" }],
    });
    expect(statSync(join(project.path, "storage/analysis/1")).mode & 0o777).toBe(0o700);
  });

  it("gives each run a folder of its own, also those at the same time", async () => {
    prepare("[noop]\n");
    const runs = await Promise.all([1, 2, 3].map(() => project.run("run", "--", "true")));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(project.analyses().toSorted()).toEqual(["1", "2", "3"]);
  });

  it("ends what its command leaves behind in a session of its own, and says so", async () => {
    prepare("[noop]\n");
    const pidPath = join(project.path, "pid");
    const script = `setsid sh -c 'echo $$ >${pidPath}; exec sleep 100' >/dev/null 2>&1 & while [ ! -s ${pidPath} ]; do sleep 0.01; done`;
    const { code, stderr } = await project.run("run", "--strict", "--", "sh", "-c", script);
    const pid = Number(readFileSync(pidPath, "utf8"));
    expect(code, stderr).toBe(0);
    expect(findProcess(pid)).toBeUndefined();
    expect(stderr).toMatch(new RegExp(`ended (?:sh|sleep) \\(process ${pid}\\), left behind by /\\S*/sh\n`));
    expect(project.record()).toMatchObject({ outcome: "completed", problems: [], strays: [{}] });
  });

  it("starts modules by order and then name, and stops them in reverse", async () => {
    const body = (order: number) =>
      `order = ${order};\nstart() { process.stderr.write("+" + this.name + "\\n"); return true; }\nstop() { process.stderr.write("-" + this.name + "\\n"); return true; }`;
    prepare("[b]\n[a]\n[first]\n[last]\norder = 9\n", {
      a: body(1),
      b: body(1),
      first: body(-5),
      last: body(1),
    });
    const { stderr } = await project.run("run", "--", "true");
    expect(stderr.match(/^[+-]\w+$/gm)).toEqual([
      "+first",
      "+a",
      "+b",
      "+last",
      "-last",
      "-b",
      "-a",
      "-first",
    ]);
  });

  it("hands stdin and stdout of the command through untouched", async () => {
    prepare("[noop]\n");
    const script = 'printf "\\000\\377\\033[31m"; printf words >&2';
    const { stdout, stderr } = await project.run("run", "--", "sh", "-c", script);
    expect(stdout).toBe("\0\ufffd\x1b[31m");
    expect(stderr).toContain("words");
    const piped = `printf 'from afar' | "${process.execPath}" "${BIN_PATH}" run -- cat`;
    expect((await project.start("sh", ["-c", piped]).finished).stdout).toBe("from afar");
  });

  it("names figures, artifacts with size, problems and remedies in its summary", async () => {
    const body =
      'start() { return true; }\nasync stop() { const fs = await import("node:fs"); fs.writeFileSync(this.artifact("dump.bin", { kind: "dump" }), "x".repeat(2048)); this.figure("packetsCaptured", 12345); this.problem({ code: "AUX_X", message: "half of it is missing", remedy: "Ask for more." }); return true; }';
    prepare("[noop]\n", { noop: body });
    const { code, stderr } = await project.run("run", "--", "true");
    expect(code).toBe(0);
    for (const text of [
      "packets captured 12,345",
      "dump.bin",
      "2.0 KiB",
      "half of it is missing",
      "Ask for more.",
      "degraded",
    ]) {
      expect(stderr).toContain(text);
    }
  });

  it("never lets a module's words reach the terminal as commands", async () => {
    prepare("[noop]\n", {
      noop: 'start() { throw new Error("\\x1b]0;owned\\x07 \\u202egnp.exe"); }\nstop() { return true; }',
    });
    const { stderr } = await project.run("run", "--debug", "--", "true");
    expect(stderr).toContain("\\x1b]0;owned\\x07 \\u{202e}gnp.exe");
    expect(["\u0007", "\u001b", "\u202e"].filter((character) => stderr.includes(character))).toEqual([]);
  });

  it("prints the record with --json, and nothing else on standard output", async () => {
    prepare("[noop]\n");
    const { code, stdout, stderr } = await project.run("run", "--json", "--", "echo", "the command's words");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(project.record());
    expect(stderr).toContain("the command's words");
  });

  it("fails when the record cannot be printed, and does not mind a reader that has gone", async () => {
    prepare("[noop]\n");
    const toFull = `"${process.execPath}" "${BIN_PATH}" run --json -- true > /dev/full`;
    expect(await project.start("sh", ["-c", toFull]).finished).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("ENOSPC"),
    });
    const toHead = `"${process.execPath}" "${BIN_PATH}" run --json -- true | true`;
    expect((await project.start("sh", ["-c", toHead]).finished).stderr).toContain("analysis completed");
    expect(project.record("2").outcome).toBe("completed");
  });

  it("takes the task from a file or from JSON, and its id as the folder", async () => {
    prepare("[noop]\n");
    project.write("task.json", '{"id": "case-7", "target": "a.exe", "note": "kept"}');
    expect((await project.run("run", "--task", "task.json", "--", "true")).code).toBe(0);
    expect(project.record("case-7").task).toEqual({ id: "case-7", target: "a.exe" });
    await project.run("run", "--task", '{"id": 8}', "--", "true");
    expect(project.analyses().toSorted()).toEqual(["8", "case-7"]);
  });

  it("puts results where --analysis-path says, for a project that --root names", async () => {
    prepare("[noop]\n");
    const elsewhere = new TemporaryProject();
    const out = join(project.path, "out/here");
    const { code } = await elsewhere.run("run", "--root", project.path, "--analysis-path", out, "--", "true");
    elsewhere.remove();
    expect(code).toBe(0);
    expect(project.has("out/here/auxiliaries.json")).toBe(true);
    expect(project.has("storage")).toBe(false);
  });

  it("runs on a machine of conf/machines.conf", async () => {
    prepare("[noop]\n");
    project.write("conf/machines.conf", "[lab]\nmachinery = process\nmac = 52:54:00:12:34:56\n");
    expect((await project.run("run", "--machine", "lab", "--", "true")).code).toBe(0);
    expect(project.record().machine).toMatchObject({ name: "lab", mac: "52:54:00:12:34:56" });
  });

  it("shows modules' remarks with --debug alone", async () => {
    prepare("[noop]\n", {
      noop: 'start() { this.log.info("I am here"); return true; }\nstop() { return true; }',
    });
    expect((await project.run("run", "--", "true")).stderr).not.toContain("I am here");
    expect((await project.run("run", "--debug", "--", "true")).stderr).toContain("noop info: I am here");
  });

  it("goes on when a module's code throws where nobody waits for it, and says so", async () => {
    prepare("[noop]\n", {
      noop: 'start() { setImmediate(() => { throw new Error("stray"); }); return true; }\nstop() { return true; }',
    });
    const { code, stdout, stderr } = await project.run("run", "--", "sh", "-c", "sleep 0.2; echo done");
    expect([code, stdout]).toEqual([0, "done\n"]);
    expect(stderr).toContain("AUX_STRAY_ERROR");
    expect((await project.run("run", "--strict", "--", "sleep", "0.2")).code).toBe(4);
  });

  it("ends although a module leaves a timer behind", async () => {
    prepare("[noop]\n", {
      noop: "start() { setInterval(() => {}, 1000); return true; }\nstop() { return true; }",
    });
    expect((await project.run("run", "--", "true")).code).toBe(0);
  });

  it("leaves no process behind that the command had started", async () => {
    prepare("[noop]\n");
    await project.run("run", "--", "sh", "-c", "sleep 300 & echo $! > pid");
    const pid = project.read("pid").trim();
    const alive = existsSync(`/proc/${pid}`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "latin1"));
    expect(alive).toBe(false);
  });
});
