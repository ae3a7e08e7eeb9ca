import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Machinery, ProcessMachinery, runAnalysis } from "@aux/analysis";
import { JOURNAL_FILE } from "@aux/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { StagedMachinery } from "../test/staged-machinery.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "analysis-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(machinery: Machinery, command?: readonly string[]) {
  return runAnalysis({
    auxiliaries: [],
    task: { id: "1" },
    machine: { name: "lab" },
    machinery,
    analysisPath: folder,
    ...(command === undefined ? {} : { command: { command } }),
  });
}

function eventsOf(...kinds: readonly string[]) {
  const lines = readFileSync(join(folder, JOURNAL_FILE), "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line)).filter(({ event }) => kinds.includes(event));
}

describe("the journal of an analysis", () => {
  it("has the analysed command, until it has ended", async () => {
    await run(new ProcessMachinery({ command: ["true"] }));
    const [spawned, ended] = eventsOf("tool", "tool-end");
    expect(spawned).toMatchObject({ event: "tool", name: expect.stringMatching(/true$/) });
    expect(ended).toMatchObject({
      event: "tool-end",
      pid: spawned.pid,
      startTicks: spawned.startTicks,
    });
  });

  it("has what a machinery acquires before the auxiliaries start, and the command beside it", async () => {
    const machinery: Machinery = new StagedMachinery([]);
    const prepare: Machinery["prepare"] = async (_, journal) =>
      void journal?.addAcquired({ what: "a bridge" });
    await run(Object.assign(machinery, { prepare }), ["true"]);
    expect(eventsOf("acquired", "tool")).toMatchObject([{ what: "a bridge" }, { event: "tool" }]);
  });

  it("is not left by a run whose machinery cannot be prepared", async () => {
    const machinery = new StagedMachinery([], {
      prepare: () => {
        expect(readdirSync(folder)).toEqual([JOURNAL_FILE]);
        throw new Error("no room");
      },
    });
    await expect(run(machinery)).rejects.toThrow("no room");
    expect(readdirSync(folder)).toEqual([]);
  });
});
