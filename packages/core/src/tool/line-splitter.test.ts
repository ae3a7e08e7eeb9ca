import { describe, expect, it } from "vitest";
import { LineSplitter } from "./line-splitter.ts";

describe("LineSplitter", () => {
  it("puts lines together that come in pieces, with either end of line", () => {
    const splitter = new LineSplitter();
    expect(["lis", "tening\r", "\non lo\nre", "st"].flatMap((text) => splitter.push(text))).toEqual([
      "listening",
      "on lo",
    ]);
    expect(splitter.end()).toEqual(["rest"]);
    expect(splitter.end()).toEqual([]);
  });

  it("gives an endless line away in pieces of 4,096 characters instead of keeping it", () => {
    const splitter = new LineSplitter();
    const lines = Array.from({ length: 100 }, () => splitter.push("x".repeat(1_000))).flat();
    expect(lines.join("") + splitter.end().join("")).toBe("x".repeat(100_000));
    expect(Math.max(...lines.map((line) => line.length))).toBe(4_096);
    expect(lines.length).toBeGreaterThan(20);
  });

  it("keeps empty lines", () => {
    expect(new LineSplitter().push("\n\na\n")).toEqual(["", "", "a"]);
  });
});
