import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { SNIFFER_OPTIONS } from "./sniffer-options.ts";
import { SNIFFER_PROBLEMS } from "./sniffer-problems.ts";

const FIRST_CELL = /^\| `([^`]+)` \|/gm;

function listFirstCells(text: string): readonly string[] {
  return [...text.matchAll(FIRST_CELL)].map((match) => match[1] ?? "");
}

function toSnakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

describe("the READMEs", () => {
  const own = readFileSync(resolve(import.meta.dirname, "../README.md"), "utf8");
  const plain = readFileSync(resolve(import.meta.dirname, "../../sniffer/README.md"), "utf8");
  const options = Object.keys(SNIFFER_OPTIONS.declarations).map(toSnakeCase);

  it("list every option that exists and no other", () => {
    for (const text of [own, plain]) {
      const section = /^## Configuration$(.*?)^(##|It writes)/ms.exec(text)?.[1] ?? "";
      expect(listFirstCells(section)).toEqual(options);
    }
  });

  it("list every problem with its meaning and remedy", () => {
    for (const [code, { meaning, remedy }] of Object.entries(SNIFFER_PROBLEMS)) {
      expect(own).toContain(`| \`${code}\` | ${meaning} | ${remedy} |`);
    }
    const listed = listFirstCells(own).filter((cell) => cell.startsWith("AUX_"));
    expect(listed).toEqual(Object.keys(SNIFFER_PROBLEMS));
    const known = [...Object.keys(SNIFFER_PROBLEMS), "AUX_TOOL_MISSING"];
    expect(known).toEqual(
      expect.arrayContaining(listFirstCells(plain).filter((cell) => cell.startsWith("AUX_"))),
    );
  });
});
