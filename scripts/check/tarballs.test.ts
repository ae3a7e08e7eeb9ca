import { describe, expect, it } from "vitest";
import { findTarballProblems } from "./tarballs.ts";

const WHOLE = { "package.json": "{}", "README.md": "", LICENSE: "", "dist/index.js": "" };

function findIn(files: Record<string, string>): string[] {
  const entries = Object.entries(files).map(([name, text]) => [name, Buffer.from(text)] as const);
  return findTarballProblems("packages/a", { files: new Map(entries) }).map(({ what }) => what);
}

describe("findTarballProblems", () => {
  it("is content with dist, manifest, readme, licence and changelog", () => {
    expect(findIn({ ...WHOLE, "CHANGELOG.md": "" })).toEqual([]);
  });

  it.each(["src/index.ts", "dist/index.js.map", "dist/.tsbuildinfo", "dist/a.test.js", ".env"])(
    "finds %s",
    (name) => {
      expect(findIn({ ...WHOLE, [name]: "" })).toEqual([`the tarball holds ${name}`]);
    },
  );

  it("finds what is lacking", () => {
    expect(findIn({ "package.json": "{}" })).toEqual([
      "the tarball lacks README.md",
      "the tarball lacks LICENSE",
    ]);
  });

  it.each(["@aux/source", "workspace:", "catalog:"])("finds %s left in the manifest", (word) => {
    expect(findIn({ ...WHOLE, "package.json": `{"x":"${word}"}` })).toHaveLength(1);
  });
});
