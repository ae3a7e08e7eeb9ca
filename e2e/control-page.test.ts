import { chmodSync, readFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { BIN_PATH, TemporaryProject } from "../packages/cli/e2e/temporary-project.ts";
import { type CodeBlock, parseCodeBlocks } from "../scripts/install/pages/parse-code-blocks.ts";

const PAGE = readFileSync(resolve(import.meta.dirname, "../docs/control.md"), "utf8");
const NOTING = (hook: string) => `${hook}() { console.error("noted ${hook}"); return true; }`;

let project: TemporaryProject;
beforeEach(() => {
  const hooks = ["start", "machineStarted", "machineStopping", "stop"].map(NOTING).join("\n");
  project = new TemporaryProject("[noting]\n").addModule("noting", hooks);
  project.write("conf/machines.conf", blocks("ini")[0]?.content ?? "");
  program("auxiliary", `exec "${process.execPath}" "${BIN_PATH}" "$@"`);
  program("vm", 'echo "vm $1 $2" >> vm.log');
});
afterEach(() => project.remove());

function blocks(language: string): CodeBlock[] {
  return parseCodeBlocks(PAGE).filter((block) => block.language === language);
}

function program(name: string, script: string): void {
  chmodSync(project.write(`bin/${name}`, `#!/bin/sh\n${script}\n`), 0o755);
}

function run(file: string, ...args: readonly string[]) {
  const env = { PATH: `${join(project.path, "bin")}${delimiter}${process.env.PATH}` };
  return project.start(file, args, env).finished;
}

it("the page's loop in sh analyses a machine that it drives itself", async () => {
  const { code, stderr } = await run("sh", "-euc", blocks("sh")[0]?.content ?? "");
  expect(code, stderr).toBe(0);
  expect(project.read("vm.log").split("\n")).toEqual(
    ["revert", "start", "wait", "stop"].map((step) => `vm ${step} win10`).concat(""),
  );
  expect(project.record("case-7")).toMatchObject({
    outcome: "completed",
    machine: { machinery: "external", interface: "virbr1" },
    auxiliaries: [{ state: "stopped" }],
  });
});

it("the page's loop in Python does, too, and tells the modules", async () => {
  const { code, stdout, stderr } = await run("python3", "-c", blocks("py")[0]?.content ?? "");
  expect([code, stdout], stderr).toEqual([0, "0 completed\n"]);
  const log = project.read("storage/analysis/case-8/logs/supervisor.log");
  expect(log.match(/noted \w+/g)).toEqual([
    "noted start",
    "noted machineStarted",
    "noted machineStopping",
    "noted stop",
  ]);
});

it("the page's client of the protocol is answered", async () => {
  const folder = (await run("auxiliary", "start", "--detach")).stdout.trim();
  const script = `${blocks("py")[1]?.content}
print(ask(${JSON.stringify(folder)}, do="status")["record"]["outcome"])
print(ask(${JSON.stringify(folder)}, do="notify", hook="nonesuch")["problem"]["code"])
print(ask(${JSON.stringify(folder)}, do="stop")["record"]["outcome"])`;
  const { stdout, stderr } = await run("python3", "-c", script);
  expect(stdout, stderr).toBe("running\nAUX_CONTROL_REFUSED\ncompleted\n");
});
