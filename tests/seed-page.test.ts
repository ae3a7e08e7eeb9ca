import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const rows = readFileSync("docs/seed.md", "utf8")
  .split("\n")
  .filter((line) => line.startsWith('| "'))
  .map((line) => line.split(" | "));

describe("docs/seed.md", () => {
  it("reads the whole page", () => {
    expect(rows.length).toBe(17);
  });

  it.each(rows)("names a test that is there for: %s", (_sentence, _place, shown = "") => {
    const [, file = "", title] = /`([^`]+\.test\.ts)`(?: › (.*?))? \|$/.exec(shown) ?? [];
    const text = readFileSync(file, "utf8");
    expect(text).toContain(title === undefined ? "it(" : JSON.stringify(title));
  });
});
