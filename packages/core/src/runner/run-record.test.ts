import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { auxiliary } from "../../test/given-auxiliary.ts";
import { codesOf, loadRecord, only, runThrough, temporaryRunner } from "../../test/temporary-run.ts";

describe("the record", () => {
  it("is on disk from the start on, and says that the run goes on", async () => {
    const runner = temporaryRunner([auxiliary()]);
    await runner.start();
    const early = loadRecord(runner.record.folder);
    expect(early).toMatchObject({ version: 1, outcome: "running", auxiliaries: [{ state: "running" }] });
    const record = await runner.stop({ outcome: "timeout", exit: { code: null, signal: "SIGTERM" } });
    expect(loadRecord(runner.record.folder)).toEqual(record);
    expect(record).toMatchObject({ outcome: "timeout", exit: { code: null, signal: "SIGTERM" } });
    expect(record.machine).toEqual({ name: "vm1", ip: "192.0.2.10" });
  });

  it("is never written over another run's", async () => {
    const runner = temporaryRunner([auxiliary()]);
    await runner.start();
    const { folder } = await runner.stop();
    const before = readFileSync(join(folder, "auxiliaries.json"), "utf8");
    const second = temporaryRunner([auxiliary()], { analysisPath: folder });
    await expect(second.start()).rejects.toMatchObject({ code: "AUX_FOLDER_OCCUPIED" });
    await second.stop();
    expect(readFileSync(join(folder, "auxiliaries.json"), "utf8")).toBe(before);
  });

  it("that cannot be written is a problem of the run, and everything is stopped all the same", async () => {
    const runner = temporaryRunner([auxiliary()]);
    await runner.start();
    rmSync(runner.record.folder, { recursive: true });
    const record = await runner.stop();
    expect(only(record).state).toBe("stopped");
    expect(codesOf(record)).toEqual(["AUX_RECORD_FAILED"]);
  });

  it("refuses a folder that is a file", async () => {
    const runner = temporaryRunner([auxiliary()]);
    await runner.start();
    const { folder } = await runner.stop();
    const path = join(folder, "auxiliaries.json");
    for (const analysisPath of [path, join(path, "below")]) {
      await expect(temporaryRunner([auxiliary()], { analysisPath }).start()).rejects.toMatchObject({
        code: analysisPath === path ? "AUX_FOLDER_NOT_FOLDER" : "AUX_FOLDER_NOT_WRITABLE",
      });
    }
  });

  it("is not written where it is not wanted, and still returned", async () => {
    const record = await runThrough([auxiliary()], { record: false });
    expect(only(record).state).toBe("stopped");
    expect(existsSync(record.folder)).toBe(false);
  });
});
