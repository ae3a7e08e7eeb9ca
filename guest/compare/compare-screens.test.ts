import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { compareScreens, nameShots } from "./compare-screens.ts";
import { readPicture } from "./read-picture.ts";

const SIZE = 16;
const COLOURS: Readonly<Record<string, string>> = {
  black: "000000",
  red: "aa0000",
  green: "00aa00",
  yellow: "aa5500",
  blue: "0000aa",
  magenta: "aa00aa",
  cyan: "00aaaa",
  white: "aaaaaa",
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "screens-"));
  mkdirSync(join(folder, "shots"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
}

/** A square of vertical stripes, each row without a filter. */
function buildPicture(colours: readonly string[], filter = 0): Buffer {
  const row = Array.from(
    { length: SIZE },
    (_, x) => colours[Math.floor((x * colours.length) / SIZE)] ?? "",
  ).join("");
  const header = Buffer.from("00000010000000100802000000", "hex");
  const rows = Buffer.from(`0${filter}${row}`.repeat(SIZE), "hex");
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function addShots(pictures: readonly (readonly string[])[]): void {
  const files = pictures.map((colours, index) => {
    const file = `${index}.png`;
    writeFileSync(join(folder, "shots", file), buildPicture(colours));
    return { file, wall: "2026-01-01T00:00:00.000Z", width: SIZE, height: SIZE };
  });
  writeFileSync(join(folder, "shots/index.json"), JSON.stringify(files));
}

describe("the names of pictures", () => {
  it.each(Object.entries(COLOURS))("%s", (name, colour) => {
    addShots([[colour]]);
    expect(nameShots(folder).map((shot) => shot.name)).toEqual([name]);
  });

  it("are stripes for all eight colours, and other for less", () => {
    addShots([Object.values(COLOURS), ["aa0000", "0000aa"]]);
    expect(nameShots(folder).map(({ name, path }) => [name, path])).toEqual([
      ["stripes", "shots/0.png"],
      ["other", "shots/1.png"],
    ]);
  });
});

describe("compareScreens", () => {
  const told = ["blue", "green", "white", "green"];
  const shotsOf = (names: readonly string[]) => {
    addShots(names.map((name) => [COLOURS[name] ?? ""]));
    return nameShots(folder);
  };

  it("wants each screen in its order, and minds no more of them", () => {
    const { missing, found } = compareScreens(told, shotsOf(["black", "blue", "green", "white", "green"]));
    expect([found, missing]).toEqual([4, []]);
  });

  it("misses the one that was there for a moment, or came too early", () => {
    expect(compareScreens(told, shotsOf(["blue", "green"])).missing).toEqual([
      "the screen white",
      "the screen green",
    ]);
    expect(compareScreens(told, shotsOf(["white", "blue", "green", "green"])).missing).toEqual([
      "the screen white",
    ]);
  });
});

describe("readPicture", () => {
  it("undoes the filters of PNG", () => {
    const path = join(folder, "a.png");
    writeFileSync(path, buildPicture(["010203"], 2));
    expect(readPicture(path).rgb.subarray(-3).toString("hex")).toBe("102030");
    writeFileSync(path, buildPicture(["010203"], 1));
    expect(
      readPicture(path)
        .rgb.subarray(SIZE * 3 - 3, SIZE * 3)
        .toString("hex"),
    ).toBe("102030");
  });

  it("throws for what is no PNG, and for one that is cut", () => {
    const path = join(folder, "a.png");
    writeFileSync(path, "GIF89a");
    expect(() => readPicture(path)).toThrow("is no PNG");
    writeFileSync(path, buildPicture(["010203"]).subarray(0, -12));
    expect(() => readPicture(path)).toThrow("is cut");
  });
});
