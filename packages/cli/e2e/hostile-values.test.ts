import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BODIES, TemporaryProject } from "./temporary-project.ts";

const SNIFFER_PATH = resolve(import.meta.dirname, "../../sniffer-tcpdump");

/** Nothing may ever be written here. */
const outside = mkdtempSync(join(tmpdir(), "outside-"));
const WRITES = `-w ${join(outside, "written")}`;
const LONG = "x".repeat(900_000);

/** What somebody hostile would put where a value is expected. */
const VALUES: readonly (readonly [string, string])[] = [
  ["an option", WRITES],
  ["a long option", `--help=${outside}`],
  ["a way out of the folder", "../.."],
  ["a NUL", "a\0b"],
  ["a newline", `a\n-w ${outside}`],
  ["words for a shell", `$(touch ${outside}/shell); \`touch ${outside}/shell\` | tee ${outside}/shell`],
  ["a terminal's own orders", "\x1b]0;x\x07\x1b[2J\u202e"],
  ["900,000 characters", LONG],
];

const SNIFFER = "[sniffer]\nrequired = on\ninterface = lo\n";
const MACHINE = "[vm]\nmachinery = process\n";

/** One place for a value, and what of the project and the command line it makes. */
interface Place {
  readonly name: string;
  readonly task?: (value: string) => object;
  readonly machines?: (value: string) => string;
  readonly auxiliaries?: (value: string) => string;
  /** True: it is an argument of the command line, where the system takes no NUL and no more than 128 KiB. */
  readonly isArgument?: boolean;
}

/** As INI holds it: in double quotes the escapes of JSON hold. */
const quoted = (value: string) => JSON.stringify(value);

const PLACES: readonly Place[] = [
  { name: "the task's id", task: (id) => ({ id }) },
  { name: "a task's option", task: (value) => ({ options: { "sniffer.bpf": value } }) },
  { name: "the name of a task's option", task: (name) => ({ options: { [`sniffer.${name}`]: "1" } }) },
  { name: "a task's section", task: (name) => ({ options: { [`${name}.bpf`]: "1" } }) },
  { name: "the machine's name", isArgument: true },
  { name: "a machine's section", machines: (name) => `[${name}]\nmachinery = process\n` },
  ...["interface", "mac", "ip", "machinery", "agent_port"].map((key) => ({
    name: `a machine's ${key}`,
    machines: (value: string) =>
      `[vm]\n${key === "machinery" ? "" : "machinery = process\n"}${key} = ${quoted(value)}\n`,
  })),
  {
    name: "a machine's snapshot",
    machines: (value) => `${MACHINE}snapshot = ${quoted(value)}\n`,
  },
  { name: "a module's section", auxiliaries: (name) => `${SNIFFER}[${name}]\n` },
  ...["interface", "user", "tcpdump", "bpf", "order", "package", "required"].map((key) => ({
    name: `a module's ${key}`,
    auxiliaries: (value: string) =>
      `[sniffer]\n${key} = ${quoted(value)}\n${key === "required" ? "" : "required = on\n"}`,
  })),
];

let project: TemporaryProject;
beforeAll(() => {
  project = new TemporaryProject().addModule("noop", BODIES.working);
  symlinkSync(SNIFFER_PATH, join(project.path, "node_modules/@aux/sniffer-tcpdump"));
  const manifest = JSON.parse(project.read("package.json"));
  manifest.dependencies["@aux/sniffer-tcpdump"] = "0.1.0";
  project.write("package.json", JSON.stringify(manifest));
});
beforeEach(() => {
  rmSync(join(project.path, "storage"), { recursive: true, force: true });
  project.write("conf/auxiliaries.conf", SNIFFER);
  project.write("conf/machines.conf", MACHINE);
});
afterAll(() => {
  project.remove();
  rmSync(outside, { recursive: true, force: true });
});

/** No control character but the newline, and nothing that turns the direction of writing. */
const UNPRINTABLE = /[^\P{Cc}\n]|\p{Cf}/u;

describe.each(PLACES)("a hostile value in $name", (place) => {
  const values = VALUES.filter(([, value]) => place.isArgument !== true || !/^x{9}|\0/.test(value));

  it.each(values)("%s is refused with a code, before the analysis begins", async (_, value) => {
    project.write("conf/machines.conf", place.machines?.(value) ?? MACHINE);
    project.write("conf/auxiliaries.conf", place.auxiliaries?.(value) ?? SNIFFER);
    if (place.task !== undefined) project.write("task.json", JSON.stringify(place.task(value)));
    const options = place.task === undefined ? [] : ["--task", "task.json"];
    const machine = place.isArgument === true ? `--machine=${value}` : "--machine=vm";
    const { code, stdout, stderr } = await project.run("run", ...options, machine, "--", "echo", "begun");
    expect(stdout).toBe("");
    expect(stderr).toMatch(/\[AUX_[A-Z_]+\]$/m);
    expect(stderr).not.toMatch(UNPRINTABLE);
    expect(stderr.length).toBeLessThan(20_000);
    expect(readdirSync(outside)).toEqual([]);
    // Which program is there, and which user, shows only when it is started.
    expect(code).toBe(project.has("storage") ? 3 : 2);
  });
});

describe("a hostile value in what is only recorded", () => {
  it.each(VALUES.filter(([, value]) => !value.includes("\0")))(
    "%s is the target, and nothing else",
    async (_, target) => {
      project.write("task.json", JSON.stringify({ target }));
      const { code, stdout, stderr } = await project.run("run", "--task", "task.json", "--", "echo", "begun");
      expect([code, stdout]).toEqual([0, "begun\n"]);
      expect(project.record().task.target).toBe(target);
      expect(stderr).not.toMatch(UNPRINTABLE);
      expect(readdirSync(outside)).toEqual([]);
    },
  );

  it("is refused where it could be no program's argument", async () => {
    const options = ["--task", JSON.stringify({ target: "a\0b" })];
    const { code, stderr } = await project.run("run", ...options, "--", "echo", "begun");
    expect(code).toBe(2);
    expect(stderr).toContain("allowed: text without NUL [AUX_TASK_INVALID]");
    expect(project.has("storage")).toBe(false);
  });

  it("reaches the command as the one argument that it is", async () => {
    const words = VALUES.map(([, value]) => value).filter((value) => !/^x{9}|\0/.test(value));
    const script = "console.log(JSON.stringify(process.argv.slice(1)))";
    const { stdout } = await project.run("run", "--", process.execPath, "-e", script, "--", ...words);
    expect(JSON.parse(stdout)).toEqual(words);
  });

  it("is shown and not obeyed when a module says it", async () => {
    project.addModule("noop", 'start() { throw new Error("\\x1b[2J\\u202egone"); }\nstop() { return true; }');
    project.write("conf/auxiliaries.conf", "[noop]\n");
    const { stderr } = await project.run("run", "--", "true");
    expect(stderr).toContain("\\x1b[2J\\u{202e}gone");
    expect(stderr).not.toMatch(UNPRINTABLE);
  });
});
