import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-run.ts";
import { Auxiliary } from "../auxiliary/auxiliary.ts";
import type { Machine } from "../auxiliary/machine.ts";
import type { Task } from "../auxiliary/task.ts";
import { AuxiliaryRunner } from "./auxiliary-runner.ts";

let started = 0;
class Started extends Auxiliary {
  override start() {
    started += 1;
    return true;
  }
  override stop() {
    return true;
  }
}

const HOSTILE = ["-w /tmp/x", "a\0b", "a\nb", "a\x1b[2Jb", "x".repeat(1_000_000)];

async function start(analysisPath: string, task: Partial<Task>, machine: Partial<Machine>): Promise<void> {
  await using runner = new AuxiliaryRunner({
    auxiliaries: [Started],
    analysisPath,
    task: { id: "1", ...task },
    machine: { name: "vm", ...machine },
  });
  await runner.start();
}

async function refusal(task: Partial<Task>, machine: Partial<Machine>) {
  const analysisPath = join(temporaryFolder(), "1");
  const error: unknown = await start(analysisPath, task, machine).catch((reason: unknown) => reason);
  return { error, hasFolder: existsSync(analysisPath) };
}

describe("a run with a value that could be taken for something else", () => {
  const places: [string, (value: string) => Parameters<typeof refusal>][] = [
    ["task.id", (id) => [{ id }, {}]],
    ["machine.name", (name) => [{}, { name }]],
    ...["interface", "mac", "ip", "snapshot", "qmp", "own"].map((key): (typeof places)[number] => [
      `machine.${key}`,
      (value) => [{}, { [key]: value }],
    ]),
  ];
  const cases = places.flatMap(([key, place]) =>
    HOSTILE.map((value) => [key, value.slice(0, 20), place(value)] as const),
  );

  it.each([
    ...cases,
    ["task.id", "../..", [{ id: "../.." }, {}]],
    ["task.id", "", [{ id: "" }, {}]],
    ["machine.name", "../..", [{}, { name: "../.." }]],
    ["machine.name", "a/b", [{}, { name: "a/b" }]],
    ["task.target", "a\0b", [{ target: "a\0b" }, {}]],
    ["task.target", "of 2 MB", [{ target: "x".repeat(2_000_000) }, {}]],
  ] as const)("is refused for %s %j, with nothing started", async (key, _, [task, machine]) => {
    started = 0;
    const { error, hasFolder } = await refusal(task, machine);
    expect(error).toMatchObject({ code: "AUX_VALUE_UNFIT", problems: [{ at: { key } }] });
    expect((error as Error).message.length).toBeLessThan(600);
    expect((error as Error).message).not.toMatch(/\p{Cc}/u);
    expect([started, hasFolder]).toEqual([0, false]);
  });

  it("is not refused for what is only unusual", async () => {
    const task = { id: "run-7.a", target: "sh -c 'a\nb' -w /tmp/x ../.." };
    const { error } = await refusal(task, { name: "Windows 10 (x64), clean", snapshot: "before, after" });
    expect(error).toBeUndefined();
  });
});
