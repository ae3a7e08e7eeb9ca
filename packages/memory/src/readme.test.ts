import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { toSnakeCase } from "@aux/core";
import { expect, it } from "vitest";
import { MEMORY_OPTIONS } from "./memory-options.ts";
import { MEMORY_PROBLEMS } from "./memory-problems.ts";

const readme = readFileSync(resolve(import.meta.dirname, "../README.md"), "utf8");

it("the README lists every option", () => {
  for (const key of Object.keys(MEMORY_OPTIONS.declarations))
    expect(readme).toContain(`| \`${toSnakeCase(key)}\` |`);
});

it("the README lists every problem with its meaning and remedy", () => {
  for (const [code, { meaning, remedy }] of Object.entries(MEMORY_PROBLEMS))
    expect(readme).toContain(`| \`${code}\` | ${meaning} | ${remedy} |`);
});
