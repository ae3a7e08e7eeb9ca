import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeAnalysisFolder } from "./take-analysis-folder.ts";

let rootPath = "";
beforeEach(() => {
  rootPath = mkdtempSync(join(tmpdir(), "folder-"));
});
afterEach(() => rmSync(rootPath, { recursive: true, force: true }));

describe("takeAnalysisFolder", () => {
  it("takes 1, then 2, for the owner alone", async () => {
    const first = await takeAnalysisFolder({ rootPath });
    const second = await takeAnalysisFolder({ rootPath });
    expect([first.id, second.id]).toEqual(["1", "2"]);
    expect(second.analysisPath).toBe(join(rootPath, "storage", "analysis", "2"));
    expect(statSync(second.analysisPath).mode & 0o777).toBe(0o700);
  });

  it("goes on behind the largest number, whatever else is there", async () => {
    for (const name of ["9", "10", "not-a-number", "007x"])
      mkdirSync(join(rootPath, "storage/analysis", name), { recursive: true });
    expect((await takeAnalysisFolder({ rootPath })).id).toBe("11");
  });

  it("gives each of many at once a folder of its own", async () => {
    const taken = await Promise.all(Array.from({ length: 20 }, () => takeAnalysisFolder({ rootPath })));
    expect(new Set(taken.map(({ id }) => id)).size).toBe(20);
    expect(readdirSync(join(rootPath, "storage/analysis"))).toHaveLength(20);
  });

  it("names the folder by the task's id, and leaves the making of it to the runner", async () => {
    const { id, analysisPath } = await takeAnalysisFolder({ rootPath, id: "case-7" });
    expect([id, analysisPath]).toEqual(["case-7", join(rootPath, "storage/analysis/case-7")]);
    expect(existsSync(analysisPath)).toBe(false);
  });

  it("takes a path of one's own choice, which names the task when it can", async () => {
    const path = join(rootPath, "out", "night-3");
    expect(await takeAnalysisFolder({ rootPath, analysisPath: path })).toMatchObject({
      id: "night-3",
      analysisPath: path,
    });
    const odd = await takeAnalysisFolder({ rootPath, analysisPath: join(rootPath, "a b") });
    expect(odd.id).toBe("analysis");
  });

  it("refuses an id that leaves the storage folder", async () => {
    await expect(takeAnalysisFolder({ rootPath, id: "../x" })).rejects.toMatchObject({
      code: "AUX_FOLDER_OUTSIDE",
    });
  });

  it("says so when the storage folder cannot be made", async () => {
    writeFileSync(join(rootPath, "storage"), "a file");
    await expect(takeAnalysisFolder({ rootPath })).rejects.toMatchObject({ code: "AUX_FOLDER_NOT_WRITABLE" });
  });

  it("gives back what it made, and only while that is empty", async () => {
    const first = await takeAnalysisFolder({ rootPath });
    const second = await takeAnalysisFolder({ rootPath });
    await second.release();
    expect(readdirSync(join(rootPath, "storage/analysis"))).toEqual(["1"]);
    writeFileSync(join(first.analysisPath, "result"), "kept");
    await first.release();
    expect(existsSync(join(first.analysisPath, "result"))).toBe(true);
    rmSync(join(first.analysisPath, "result"));
    await first.release();
    expect(existsSync(join(rootPath, "storage"))).toBe(false);
  });
});
