import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codesOf, temporaryFolder, temporaryRunner } from "../../test/temporary-run.ts";
import { Auxiliary } from "../auxiliary/auxiliary.ts";
import { isAlive } from "../process/process-identity.ts";
import type { AnalysisRecord } from "../record/record.ts";
import { RunClock } from "../runner/clock.ts";
import { JOURNAL_FILE, type JournalLine } from "./journal-event.ts";
import { RunJournal } from "./run-journal.ts";

class Sniffs extends Auxiliary {
  async start() {
    this.artifact("dump.pcap", { kind: "pcap" });
    this.onCleanup(() => {}, { what: "the tap tap7", recover: { run: ["/sbin/ip", "link", "del", "tap7"] } });
    this.onCleanup(() => {});
    await this.tool("sleep", ["100"], { name: "sleeper" });
    return true;
  }
  stop() {
    this.problem({ code: "X_LATE", message: "late", remedy: "none" });
    return true;
  }
}

function linesOf(folder: string): JournalLine[] {
  const text = readFileSync(join(folder, JOURNAL_FILE), "utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

function brief(line: JournalLine): string {
  if (line.event === "state") return `${line.auxiliary} ${line.state}`;
  if (line.event === "phase") return `phase ${line.phase.name} ${line.phase.ok ?? "…"}`;
  if (line.event === "acquired" || line.event === "released") return `${line.event} ${line.id}`;
  return line.event;
}

describe("the journal of a run", () => {
  it("says what is done when it is done, readable by its owner alone", async () => {
    const folder = join(temporaryFolder(), "1");
    const runner = temporaryRunner([Sniffs], { analysisPath: folder });
    await runner.start();
    const started = linesOf(folder);
    expect(started.map(brief)).toEqual([
      "run",
      "auxiliary",
      "phase start …",
      "sniffs starting",
      "artifact",
      "acquired 1",
      "tool",
      "artifact",
      "sniffs running",
      "phase start true",
    ]);
    const tool = started.find((line) => line.event === "tool");
    expect(tool).toMatchObject({ auxiliary: "sniffs", name: "sleeper" });
    expect(tool !== undefined && isAlive(tool)).toBe(true);
    expect(statSync(join(folder, JOURNAL_FILE)).mode & 0o777).toBe(0o600);
    await runner.stop();
    expect(linesOf(folder).slice(started.length).map(brief)).toEqual([
      "phase stop …",
      "sniffs stopping",
      "problem",
      "tool-end",
      "released 1",
      "problem",
      "sniffs degraded",
      "phase stop true",
      "end",
    ]);
  });

  it("begins with whose run it is", async () => {
    const folder = join(temporaryFolder(), "1");
    const runner = temporaryRunner([Sniffs], { analysisPath: folder });
    await runner.open();
    expect(linesOf(folder)).toMatchObject([
      {
        event: "run",
        journal: 1,
        core: expect.stringMatching(/^\d/),
        runner: { pid: process.pid },
        record: { version: 1, task: { id: "1" }, folder },
        at: { wall: expect.any(String), monotonicMs: expect.any(Number) },
      },
      { event: "auxiliary", name: "sniffs", state: "pending" },
    ]);
  });

  it("is not there for a run that was opened and never started, nor for one without a record", async () => {
    const parent = temporaryFolder();
    const folder = join(parent, "1");
    const opened = temporaryRunner([Sniffs], { analysisPath: folder });
    await opened.open();
    await opened.stop();
    expect(readdirSync(parent)).toEqual([]);
    const unrecorded = temporaryRunner([Sniffs], { analysisPath: folder, record: false });
    await unrecorded.start();
    await unrecorded.stop();
    expect(readdirSync(parent)).toEqual([]);
  });

  it("keeps a second run out of the folder before there is a record", async () => {
    const folder = join(temporaryFolder(), "1");
    await temporaryRunner([Sniffs], { analysisPath: folder }).open();
    await expect(temporaryRunner([Sniffs], { analysisPath: folder }).open()).rejects.toMatchObject({
      code: "AUX_FOLDER_OCCUPIED",
    });
  });

  it("throws nothing when it cannot be written, and says so once", () => {
    const problems: string[] = [];
    const journal = new RunJournal({
      folder: "/proc/self",
      clock: new RunClock(),
      onProblem: ({ code }) => problems.push(code),
    });
    journal.open(BEGUN, []);
    journal.addTool("x", process.pid)();
    expect(problems).toEqual(["AUX_JOURNAL_FAILED"]);
  });

  it("stops noting problems before it stops noting programs, and all before it fills a disk", () => {
    const folder = temporaryFolder();
    const problems: { code: string }[] = [];
    const journal = new RunJournal({
      folder,
      clock: new RunClock(),
      onProblem: (problem) => problems.push(problem),
    });
    journal.open(BEGUN, []);
    const words = Array.from({ length: 30 }, () => "w".repeat(4096));
    const problem = { code: "X", message: "m".repeat(100_000), remedy: "", lastWords: words };
    for (let count = 0; count < 1_000; count++) journal.addProblem(problem);
    const bytes = () => statSync(join(folder, JOURNAL_FILE)).size;
    expect(bytes()).toBeLessThan(1.1 * 1024 * 1024);
    journal.addAcquired({ what: "a tap" });
    expect(linesOf(folder).at(-1)).toMatchObject({ event: "acquired", what: "a tap" });
    for (let count = 0; count < 30_000; count++) journal.addAcquired({ what: "t".repeat(1_000) });
    expect(bytes()).toBeLessThan(8.1 * 1024 * 1024);
    expect(codesOf({ problems })).toEqual(["AUX_JOURNAL_FAILED"]);
  });
});

describe("a journal in a folder that another run just took", () => {
  it("is refused", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, JOURNAL_FILE), "");
    const journal = new RunJournal({ folder, clock: new RunClock(), onProblem: () => {} });
    expect(() => journal.open(BEGUN, [])).toThrow(expect.objectContaining({ code: "AUX_FOLDER_OCCUPIED" }));
  });
});

const BEGUN: Pick<AnalysisRecord, "version" | "task" | "machine" | "folder" | "started"> = {
  version: 1,
  task: { id: "1" },
  machine: { name: "vm" },
  folder: "/tmp/1",
  started: { wall: "2026-01-01T00:00:00.000Z", monotonicMs: 0 },
};
