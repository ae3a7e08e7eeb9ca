import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { X11_PROBLEMS } from "./x11-problems.ts";

const readme = readFileSync(resolve(import.meta.dirname, "../README.md"), "utf8");
const source = readFileSync(resolve(import.meta.dirname, "connect-x11.ts"), "utf8");

function listFirstCells(text: string): readonly string[] {
  return [...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? "");
}

describe("the README", () => {
  it("lists every problem with its meaning and remedy, and no other", () => {
    for (const [code, { meaning, remedy }] of Object.entries(X11_PROBLEMS)) {
      expect(readme).toContain(`| \`${code}\` | ${meaning} | ${remedy} |`);
    }
    const listed = listFirstCells(readme).filter((cell) => cell.startsWith("AUX_"));
    expect(listed).toEqual(Object.keys(X11_PROBLEMS));
  });

  it("lists every option of connecting, and no other", () => {
    const declared = [...source.matchAll(/^ {2}readonly (\w+)\?:/gm)].map((match) => match[1]);
    const table = /\| option \|.*?\n\n/s.exec(readme)?.[0] ?? "";
    expect(declared.length).toBeGreaterThan(5);
    expect(listFirstCells(table)).toEqual(declared);
  });
});
