import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { toSnakeCase } from "@aux/core";
import { describe, expect, it } from "vitest";
import { SCREENSHOT_OPTIONS } from "./screenshot-options.ts";
import { SCREENSHOT_PROBLEMS } from "./screenshot-problems.ts";

const readme = readFileSync(resolve(import.meta.dirname, "../README.md"), "utf8");
const conf = readFileSync(resolve(import.meta.dirname, "../../../conf/auxiliaries.conf"), "utf8");

function listFirstCells(text: string): readonly string[] {
  return [...text.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? "");
}

describe("what is written for people", () => {
  const options = Object.keys(SCREENSHOT_OPTIONS.declarations).map(toSnakeCase);

  it("lists every option, and no other", () => {
    const table = /\| option \|.*?\n\n/s.exec(readme)?.[0] ?? "";
    expect(listFirstCells(table)).toEqual(options);
    const section = /^\[screenshot\]$.*?(?=^\[|$(?![\s\S]))/ms.exec(conf)?.[0] ?? "";
    expect([...section.matchAll(/^;(\w+) = /gm)].map((match) => match[1])).toEqual(options);
  });

  it("lists every problem with its meaning and remedy, and no other", () => {
    for (const [code, { meaning, remedy }] of Object.entries(SCREENSHOT_PROBLEMS))
      expect(readme).toContain(`| \`${code}\` | ${meaning} | ${remedy} |`);
    const listed = listFirstCells(readme).filter((cell) => cell.startsWith("AUX_"));
    expect(listed).toEqual(Object.keys(SCREENSHOT_PROBLEMS));
  });
});
