import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { toSnakeCase } from "@aux/core";
import { expect, it } from "vitest";
import { CONSOLE_OPTIONS } from "./console-options.ts";
import { CONSOLE_PROBLEMS } from "./console-problems.ts";

const readme = readFileSync(resolve(import.meta.dirname, "../README.md"), "utf8");

it("the README lists every option", () => {
  for (const key of Object.keys(CONSOLE_OPTIONS.declarations))
    expect(readme).toContain(`| \`${toSnakeCase(key)}\` |`);
});

it("the README lists every problem with its meaning and remedy", () => {
  for (const [code, { meaning, remedy }] of Object.entries(CONSOLE_PROBLEMS))
    expect(readme).toContain(`| \`${code}\` | ${meaning} | ${remedy} |`);
});
