import type { Problem } from "@aux/core";
import { describe, expect, it } from "vitest";
import { showBytes, showFigure, showMilliseconds } from "./figures.ts";
import { cutLine, LiveBlock } from "./live-block.ts";
import { printable } from "./printable.ts";
import { buildProblemLines, buildProblemList } from "./problem-lines.ts";
import { buildStyle } from "./style.ts";

const plain = buildStyle(false, undefined);

describe("printable", () => {
  it("shows what a terminal would obey, and leaves all other text alone", () => {
    expect(printable("\x1b[2J\r\n\t\x9b\u202e\u2028")).toBe("\\x1b[2J\\x0d\\x0a\\x09\\x9b\\u{202e}\\u{2028}");
    expect(printable("Größe 10 µm — 漢字 👍")).toBe("Größe 10 µm — 漢字 👍");
  });
});

describe("buildStyle", () => {
  it("has colours on a terminal alone, and none where NO_COLOR is set", () => {
    expect(buildStyle(true, undefined).bad("x")).toBe("\x1b[31mx\x1b[39m");
    expect(buildStyle(true, "").bad("x")).toBe("\x1b[31mx\x1b[39m");
    expect(buildStyle(true, "1").bad("x")).toBe("x");
    expect(plain.bad("x")).toBe("x");
  });
});

describe("figures", () => {
  it("are read easily", () => {
    expect([1, 820, 1024, 1536, 20_000, 5e9].map(showBytes)).toEqual([
      "1 byte",
      "820 bytes",
      "1.0 KiB",
      "1.5 KiB",
      "20 KiB",
      "4.7 GiB",
    ]);
    expect([0.4, 12.3, 99.7, 1500, 192_000].map(showMilliseconds)).toEqual([
      "0 ms",
      "12 ms",
      "0.1 s",
      "1.5 s",
      "3 min 12 s",
    ]);
    expect(showFigure("packetsCaptured", 1204)).toBe("packets captured 1,204");
    expect(showFigure("kept_frames", true)).toBe("kept frames yes");
    expect(showFigure("filter", "")).toBe("filter none");
  });
});

describe("cutLine", () => {
  it("counts visible characters and keeps colours whole", () => {
    expect(cutLine("\x1b[31mabc\x1b[39mdef", 4)).toBe("\x1b[31mabc\x1b[39md");
    expect(cutLine("a👍b", 2)).toBe("a👍");
  });
});

describe("LiveBlock", () => {
  it("draws again over what it has drawn, only when it differs, and below once released", () => {
    const written: string[] = [];
    const block = new LiveBlock({ columns: 20, write: (text) => written.push(text) });
    block.draw(["one", "two"]);
    block.draw(["one", "two"]);
    block.draw(["one", "2"]);
    block.release();
    block.draw(["three"]);
    expect(written).toEqual([
      "\rone\x1b[K\ntwo\x1b[K\n\x1b[J",
      "\x1b[2A\rone\x1b[K\n2\x1b[K\n\x1b[J",
      "\rthree\x1b[K\n\x1b[J",
    ]);
  });
});

describe("buildProblemLines", () => {
  const problem: Problem = {
    code: "AUX_X",
    message: "snaplen = many",
    remedy: "Count again.",
    at: { file: "conf/a.conf", line: 3, allowed: "a number", nearest: "max" },
    lastWords: ["first", "last\x07"],
  };

  it("says where, what, what is allowed and what is near, then the last words and the remedy", () => {
    expect(buildProblemLines(problem, plain)).toEqual([
      "conf/a.conf:3: snaplen = many; allowed: a number; did you mean max? [AUX_X]",
      "    | first",
      "    | last\\x07",
      "  → Count again.",
    ]);
  });

  it("leaves out a remedy that only repeats what is allowed", () => {
    expect(
      buildProblemLines({ ...problem, remedy: "Allowed: a number.", lastWords: [] }, plain),
    ).toHaveLength(1);
  });

  it("says one remedy of several problems once", () => {
    const short = { code: "AUX_X", message: "m", remedy: "Count again." };
    expect(buildProblemList([short, short, { ...short, remedy: "Stop." }], plain)).toEqual([
      "m [AUX_X]",
      "m [AUX_X]",
      "  → Count again.",
      "m [AUX_X]",
      "  → Stop.",
    ]);
  });
});
