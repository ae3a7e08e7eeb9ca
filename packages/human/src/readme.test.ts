import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { toSnakeCase } from "@aux/core";
import { describe, expect, it } from "vitest";
import { HUMAN_OPTIONS } from "./human-options.ts";
import { HUMAN_PROBLEMS } from "./human-problems.ts";

describe("the README", () => {
  const readme = readFileSync(resolve(import.meta.dirname, "../README.md"), "utf8");
  const firstCells = (title: string) => {
    const section = new RegExp(`^## ${title}.*?$(.*?)(?=^## )`, "ms").exec(`${readme}\n## `)?.[1] ?? "";
    return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell]) => cell);
  };

  it("lists every option with its description and whether a task may set it, and no other", () => {
    const { declarations } = HUMAN_OPTIONS;
    expect(firstCells("Configuration")).toEqual(Object.keys(declarations).map(toSnakeCase));
    for (const { description, taskMayOverride } of Object.values(declarations)) {
      const cell = description.replaceAll("`|`", "`\\|`");
      expect(readme).toContain(`| ${cell} | ${taskMayOverride ? "yes" : "no"} |`);
    }
  });

  it("lists every problem with its meaning and remedy, and no other", () => {
    for (const [code, { meaning, remedy }] of Object.entries(HUMAN_PROBLEMS))
      expect(readme).toContain(`| \`${code}\` | ${meaning} | ${remedy} |`);
    expect(firstCells("What goes wrong")).toEqual(Object.keys(HUMAN_PROBLEMS));
  });
});
