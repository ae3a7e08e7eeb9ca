import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { noteOpenRun } from "./open-runs.ts";
import { recoverFolders, recoverOpenRuns, recoverStorage } from "./recover-folders.ts";

let rootPath = "";
beforeEach(() => {
  rootPath = mkdtempSync(join(tmpdir(), "recover-"));
});
afterEach(() => rmSync(rootPath, { recursive: true, force: true }));

const AT = { wall: "2026-01-01T00:00:00.000Z", monotonicMs: 0 };
const GONE = { pid: 4_194_304, startTicks: "1" };

/** A folder in the storage as a killed run leaves it; with `end` as one that ended in order. */
function storedRun(id: string, ...more: readonly object[]): string {
  const folder = join(rootPath, "storage/analysis", id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const record = { version: 1, task: { id }, machine: { name: "vm" }, folder, started: AT };
  const host = { bootId: "before", pidNamespace: "" };
  const token = "0123456789abcdef0123456789abcdef";
  const began = { event: "run", journal: 1, core: "0.1.0", runner: GONE, host, token };
  const lines = [{ ...began, temporaryPath: "/tmp", record }, ...more];
  const text = lines.map((line) => `${JSON.stringify({ at: AT, ...line })}\n`).join("");
  writeFileSync(join(folder, "journal.jsonl"), text, { mode: 0o600 });
  return folder;
}

/** As a run that was killed leaves its note. */
function abandon(folder: string): void {
  noteOpenRun(rootPath, folder);
  const path = join(rootPath, "storage/.open", folder.slice(folder.lastIndexOf("/") + 1));
  writeFileSync(path, JSON.stringify({ ...GONE, purpose: "an analysis" }));
}

const outcomeOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, "auxiliaries.json"), "utf8")).outcome;

describe("recovering before another run", () => {
  it("finishes the runs whose process is gone, and no longer knows of them", async () => {
    const folder = storedRun("1");
    abandon(folder);
    expect(await recoverOpenRuns(rootPath)).toMatchObject([{ folder, recovered: { state: "recovered" } }]);
    expect(outcomeOf(folder)).toBe("interrupted");
    expect(existsSync(join(rootPath, "storage/.open"))).toBe(false);
    expect(await recoverOpenRuns(rootPath)).toEqual([]);
  });

  it("leaves a run alone that goes on, and what was never noted", async () => {
    const forget = noteOpenRun(rootPath, storedRun("1"));
    const other = storedRun("2");
    expect(await recoverOpenRuns(rootPath)).toEqual([]);
    expect(existsSync(join(other, "auxiliaries.json"))).toBe(false);
    forget();
    expect(existsSync(join(rootPath, "storage/.open"))).toBe(false);
  });

  it("forgets a run that was killed before there was anything in its folder", async () => {
    abandon(join(rootPath, "storage/analysis/3"));
    expect(await recoverOpenRuns(rootPath)).toEqual([]);
    expect(existsSync(join(rootPath, "storage/.open"))).toBe(false);
  });

  it("says what could not be recovered, and will look again", async () => {
    const folder = storedRun("1");
    writeFileSync(join(folder, "auxiliaries.json"), '{"version":9}');
    abandon(folder);
    const refused = [{ folder, problems: [{ code: "AUX_RECORD_VERSION" }] }];
    expect(await recoverOpenRuns(rootPath)).toMatchObject(refused);
    expect(await recoverOpenRuns(rootPath)).toMatchObject(refused);
  });

  it("notes no run whose folder is elsewhere, and says when it cannot note one", () => {
    noteOpenRun(rootPath, join(rootPath, "elsewhere"))();
    expect(existsSync(join(rootPath, "storage"))).toBe(false);
    writeFileSync(join(rootPath, "storage"), "a file");
    expect(() => noteOpenRun(rootPath, join(rootPath, "storage/analysis/1"))).toThrow(
      expect.objectContaining({ code: "AUX_FOLDER_NOT_WRITABLE" }),
    );
  });
});

describe("recovering a whole storage", () => {
  it("finds each journal without an end, and reads no other", async () => {
    const killed = storedRun("1", { event: "phase", phase: { name: "start", started: AT } });
    const ended = storedRun("2", { event: "end", outcome: "completed" });
    mkdirSync(join(rootPath, "storage/analysis/3"));
    expect(await recoverStorage(rootPath)).toMatchObject([{ folder: killed, problems: [] }]);
    expect(existsSync(join(ended, "auxiliaries.json"))).toBe(false);
    expect(await recoverStorage(rootPath)).toEqual([]);
    expect(await recoverStorage(join(rootPath, "nowhere"))).toEqual([]);
  });
});

describe("recovering given folders", () => {
  it("tells of each, refused ones included", async () => {
    const folder = storedRun("1");
    const reports = await recoverFolders([folder, join(rootPath, "none"), folder]);
    expect(reports).toMatchObject([
      { recovered: { state: "recovered" }, problems: [] },
      { problems: [{ code: "AUX_RECOVER_NOTHING" }] },
      { recovered: { state: "finished" } },
    ]);
  });
});
