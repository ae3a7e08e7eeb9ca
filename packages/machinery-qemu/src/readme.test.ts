import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { toSnakeCase } from "@aux/core";
import { describe, expect, it } from "vitest";
import { QEMU_OPTIONS } from "./options/qemu-options.ts";
import { QEMU_PROBLEMS } from "./qemu-problems.ts";

describe("the README", () => {
  const readme = readFileSync(resolve(import.meta.dirname, "../README.md"), "utf8");
  const sectionOf = (title: string) =>
    new RegExp(`^## ${title}.*?$(.*?)(?=^## )`, "ms").exec(`${readme}\n## `)?.[1] ?? "";
  const firstCells = (text: string) => [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell]) => cell);

  it("lists every option with its description, and no other", () => {
    const { declarations } = QEMU_OPTIONS;
    expect(firstCells(sectionOf("Configuration"))).toEqual(Object.keys(declarations).map(toSnakeCase));
    for (const { description } of Object.values(declarations)) expect(readme).toContain(`| ${description} |`);
  });

  it("lists every problem with its meaning and remedy, and no other", () => {
    for (const [code, { meaning, remedy }] of Object.entries(QEMU_PROBLEMS)) {
      expect(readme).toContain(`| \`${code}\` | ${meaning} | ${remedy} |`);
    }
    expect(firstCells(sectionOf("What goes wrong"))).toEqual(Object.keys(QEMU_PROBLEMS));
  });
});
