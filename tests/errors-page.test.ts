import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { buildErrorsPage } from "../scripts/docs/build-errors-page.ts";
import { loadCatalogues } from "../scripts/docs/load-catalogues.ts";
import { listFiles } from "../scripts/workspace/list-files.ts";

const catalogues = await loadCatalogues(".");
const codes = catalogues.flatMap(({ problems }) => problems.map(([code]) => code));
const files = listFiles(".").filter((file) => /^packages\/.*\.ts$/.test(file));
const textOf = (matching: (file: string) => boolean) =>
  files
    .filter(matching)
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
const isTest = (file: string) => file.endsWith(".test.ts");
const isSource = (file: string) => file.includes("/src/") && !isTest(file) && !file.endsWith("-problems.ts");

describe("docs/errors.md", () => {
  it("is what the catalogues say (else: `pnpm run docs`)", () => {
    expect(readFileSync("docs/errors.md", "utf8")).toBe(buildErrorsPage(catalogues));
  });

  it("gives each code once, with a meaning and a remedy", () => {
    expect(codes.length).toBeGreaterThan(50);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { problems } of catalogues) {
      for (const [code, { meaning, remedy }] of problems) {
        expect(`${code}: ${meaning} ${remedy}`).toMatch(/^AUX_[A-Z0-9_]+: .{15,}[.!] .{10,}[.)]$/);
      }
    }
  });
});

describe("a code", () => {
  // Code names them in quotes; its docstrings, without.
  const used = codesIn(textOf(isSource), /"(AUX_[A-Z0-9_]+)"/g);
  const expected = codesIn(textOf(isTest), /\b(AUX_[A-Z0-9_]+)\b/g);

  it.each(codes)("%s is reported somewhere, and triggered by a test that expects it", (code) => {
    expect({ isReported: used.has(code), isExpectedByATest: expected.has(code) }).toEqual({
      isReported: true,
      isExpectedByATest: true,
    });
  });

  it("that is reported is in a catalogue", () => {
    expect([...used].filter((code) => !codes.includes(code))).toEqual([]);
  });
});

function codesIn(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set([...text.matchAll(pattern)].map(([, code]) => code ?? ""));
}
