import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuxiliaryRecord, AuxiliaryRunner, type Machine } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Screenshot } from "./index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "shots-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(
  options: Readonly<Record<string, unknown>>,
  machine: Partial<Machine>,
): Promise<AuxiliaryRecord> {
  await using runner = new AuxiliaryRunner({
    auxiliaries: [{ Class: Screenshot, name: "screenshot", options }],
    analysisPath: join(folder, "analysis"),
    task: { id: "1" },
    machine: { name: "vm", ...machine },
  });
  await runner.start();
  await new Promise((resolve) => setTimeout(resolve, 100));
  const [record] = (await runner.stop()).auxiliaries;
  if (record === undefined) throw new Error("there is no record of it");
  return record;
}

const codesOf = ({ problems }: AuxiliaryRecord) => problems.map(({ code }) => code);

describe("[screenshot]", () => {
  it("does not apply to a machine without a screen", async () => {
    expect(await run({}, {})).toMatchObject({ state: "skipped", problems: [] });
  });

  it("fails to start when the machine has no such screen as is asked for", async () => {
    const record = await run({ source: "vnc" }, { qmp: "/nonexistent/qmp" });
    expect([record.state, codesOf(record)]).toEqual(["failed", ["AUX_SCREENSHOT_NO_SOURCE"]]);
  });

  it("says once that there is no picture, and why, when nobody was ever there", async () => {
    const record = await run({}, { vnc: join(folder, "vnc") });
    expect([record.state, codesOf(record)]).toEqual(["degraded", ["AUX_SCREENSHOT_NO_PICTURE"]]);
    expect(record.problems[0]?.message).toContain("ENOENT");
    expect(record.figures).toMatchObject({ source: "vnc", framesSeen: 0, kept: 0, connections: 0 });
    expect(record.artifacts.map(({ path }) => path)).toEqual(["shots/index.json"]);
  });
});
