import { appendFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { codesOf, only, runThrough, temporaryFolder, temporaryRunner } from "../../test/temporary-run.ts";
import { Auxiliary, type Problem } from "../index.ts";
import { reserveBytesOf } from "./disk-room.ts";
import { LimitWatch, type WatchedWriter } from "./limit-watch.ts";
import { showMib } from "./show-mib.ts";

const MIB = 1024 * 1024;

/** Declares a file in its start and counts its stops. */
class Writer extends Auxiliary {
  static stops = 0;
  override start() {
    writeFileSync(this.artifact("notes.txt", { kind: "text" }), "");
    return true;
  }
  override stop() {
    Writer.stops += 1;
    return true;
  }
}

function watchOne(writer: Partial<WatchedWriter>, folderPath = temporaryFolder()) {
  const problems: Problem[] = [];
  const path = join(folderPath, "dump.pcap");
  const watched: WatchedWriter = {
    name: "sniffer",
    entry: { minFreeBytes: 0 },
    files: new Map([["dump.pcap", path]]),
    endEarly: (problem) => problems.push(problem),
    ...writer,
  };
  const watch = new LimitWatch(folderPath, () => [watched]);
  onTestFinished(() => watch.end());
  watch.begin();
  return { watch, problems, path };
}

describe("a limit that is crossed", () => {
  it("by a file that grows ends its module once, in order, and the others go on", async () => {
    Writer.stops = 0;
    const runner = temporaryRunner([
      { Class: Writer, name: "large", maxSizeBytes: MIB },
      { Class: class Other extends Writer {}, name: "other" },
    ]);
    await runner.start();
    truncateSync(join(runner.record.folder, "notes.txt"), MIB);
    await delay(300);
    expect(runner.record.auxiliaries.map(({ state }) => state)).toEqual(["running", "running"]);
    appendFileSync(join(runner.record.folder, "notes.txt"), "x");
    await expect.poll(() => runner.record.auxiliaries[0]?.state, { timeout: 5_000 }).toBe("degraded");
    expect(Writer.stops).toBe(1);
    const { auxiliaries } = await runner.stop();
    expect(auxiliaries.map(({ state }) => state)).toEqual(["degraded", "stopped"]);
    expect(Writer.stops).toBe(2);
    expect(auxiliaries[0]).toMatchObject({
      problems: [
        {
          code: "AUX_ARTIFACT_TOO_LARGE",
          message: "notes.txt has 1 MiB, more than max_size = 1 MiB: large was ended early",
        },
      ],
      artifacts: [{ path: "notes.txt", bytes: MIB + 1 }],
    });
    const [large, other] = auxiliaries;
    expect(large?.stop?.ended?.monotonicMs).toBeLessThan(other?.stop?.began.monotonicMs ?? 0);
  });

  it("by the disk ends whoever writes there", async () => {
    const { problems } = watchOne({ entry: { minFreeBytes: Number.MAX_SAFE_INTEGER } });
    await expect.poll(() => problems.length).toBeGreaterThan(0);
    expect(problems[0]).toMatchObject({
      code: "AUX_DISK_LOW",
      message: expect.stringContaining("sniffer was ended early"),
    });
  });

  it("before anything is written keeps the module from starting", async () => {
    const record = only(await runThrough([{ Class: Writer, minFreeBytes: Number.MAX_SAFE_INTEGER }]));
    expect([record.state, codesOf(record)]).toEqual(["failed", ["AUX_DISK_LOW"]]);
    expect(record.problems[0]?.message).toContain("nothing is written there");
  });

  it("is nobody's who writes nothing, or nothing yet", async () => {
    class Idle extends Writer {
      override start() {
        return true;
      }
    }
    const entry = { Class: Idle, minFreeBytes: Number.MAX_SAFE_INTEGER };
    expect(only(await runThrough([entry]))).toMatchObject({ state: "stopped", problems: [] });
    const { problems } = watchOne({ entry: { minFreeBytes: Number.MAX_SAFE_INTEGER }, files: new Map() });
    await delay(250);
    expect(problems).toEqual([]);
  });
});

describe("the watch", () => {
  it("sees a file that comes later, and goes on without one that is gone", async () => {
    const { problems, path } = watchOne({ entry: { maxSizeBytes: 10, minFreeBytes: 0 } });
    await delay(150);
    writeFileSync(path, "short");
    rmSync(path);
    await delay(150);
    expect(problems).toEqual([]);
    writeFileSync(path, "longer than that");
    await expect.poll(() => problems.length).toBeGreaterThan(0);
  });

  it("looks soon at what is new, however far away the limits of the others are", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "notes.txt");
    const problems: Problem[] = [];
    const large: WatchedWriter = {
      name: "large",
      entry: { minFreeBytes: 0 },
      files: new Map([["notes.txt", path]]),
      endEarly: (problem) => problems.push(problem),
    };
    const writers = [large];
    const watch = new LimitWatch(folder, () => writers);
    onTestFinished(() => watch.end());
    watch.begin();
    // After this look the next one is ten seconds away.
    await delay(250);
    writeFileSync(path, "longer than that");
    writers.push({ ...large, name: "small", entry: { maxSizeBytes: 10, minFreeBytes: 0 } });
    watch.begin();
    await expect.poll(() => problems.length, { timeout: 5_000 }).toBe(1);
    expect(problems[0]?.message).toContain("small was ended early");
  });

  it("goes on without a folder, and ends nobody after its end", async () => {
    const gone = watchOne({ entry: { minFreeBytes: Number.MAX_SAFE_INTEGER } }, "/nonexistent");
    const ended = watchOne({ entry: { minFreeBytes: Number.MAX_SAFE_INTEGER } });
    ended.watch.end();
    await delay(250);
    expect([gone.problems, ended.problems]).toEqual([[], []]);
  });
});

it("what stays free is 256 MiB, 5 % of a small disk, or what is asked for", () => {
  const freeBytes = 0;
  expect(reserveBytesOf({ freeBytes, totalBytes: 2 ** 40 }, undefined)).toBe(256 * MIB);
  expect(reserveBytesOf({ freeBytes, totalBytes: 1000 * MIB }, undefined)).toBe(50 * MIB);
  expect(reserveBytesOf({ freeBytes, totalBytes: 1000 * MIB }, 0)).toBe(0);
  expect([256 * MIB, 0.05 * MIB, 10.6 * MIB, 1.26 * MIB].map(showMib)).toEqual([
    "256 MiB",
    "0.05 MiB",
    "11 MiB",
    "1.3 MiB",
  ]);
});
