import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Shot } from "./shot.ts";
import { ShotIndex } from "./shot-index.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "index-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const buildShot = (file: string): Shot => ({
  file,
  thinned: false,
  reason: "change",
  wall: "2026-11-25T21:18:09.150Z",
  monotonicMs: 1,
  width: 4,
  height: 3,
  changed: null,
  source: "vnc",
  bytes: 100,
  sha256: "00",
});

describe("the index", () => {
  it("is a whole array after each line, one picture in each", async () => {
    const path = join(folder, "index.json");
    const index = await ShotIndex.create(path);
    const read = () => readFileSync(path, "utf8");
    expect(JSON.parse(read())).toEqual([]);
    const shots = ["0001.png", "0002.png", "0003.png"].map(buildShot);
    for (const [at, shot] of shots.entries()) {
      await index.add(shot);
      expect(JSON.parse(read())).toEqual(shots.slice(0, at + 1));
      expect(read().trim().split("\n")).toHaveLength(at + 3);
    }
    await index.close();
  });

  it("says in its place that a file was removed", async () => {
    const path = join(folder, "index.json");
    const index = await ShotIndex.create(path);
    const marks = [];
    for (const file of ["ä.png", "0002.png", "0003.png"]) marks.push(await index.add(buildShot(file)));
    await index.markThinned(marks[1] ?? 0);
    const thinned = JSON.parse(readFileSync(path, "utf8")).map((shot: Shot) => shot.thinned);
    expect(thinned).toEqual([false, true, false]);
    await index.close();
  });
});
