import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { QMP_PROBLEMS } from "./qmp-problems.ts";

describe("the README", () => {
  const readme = readFileSync(resolve(import.meta.dirname, "../README.md"), "utf8");

  it("lists every problem with its meaning and remedy, and no other", () => {
    for (const [code, { meaning, remedy }] of Object.entries(QMP_PROBLEMS)) {
      expect(readme).toContain(`| \`${code}\` | ${meaning} | ${remedy} |`);
    }
    const listed = [...readme.matchAll(/^\| `(AUX_[A-Z_]+)` \|/gm)].map(([, code]) => code);
    expect(listed).toEqual(Object.keys(QMP_PROBLEMS));
  });
});
