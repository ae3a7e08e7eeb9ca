import { describe, expect, it } from "vitest";
import { parseImports } from "./parse-imports.ts";
import { findUnshipped } from "./shipped-imports.ts";

const MANIFEST = {
  name: "@here/a",
  version: "1.0.0",
  dependencies: { ini: "6.0.0" },
  peerDependencies: { "@here/core": "*" },
  devDependencies: { vitest: "4.0.0", "@there/b": "1.0.0" },
};

function findIn(source: string): string[] {
  const from = { folder: "packages/a", manifest: MANIFEST };
  return findUnshipped("packages/a/src/a.ts", parseImports(source), from).map(
    ({ what, remedy }) => `${what}. ${remedy}`,
  );
}

describe("findUnshipped", () => {
  it.each(["node:fs", "fs", "ini", "ini/deep", "@here/core", "@here/a", "./b.ts"])(
    "is content with %s",
    (specifier) => {
      expect(findIn(`import x from "${specifier}";\n`)).toEqual([]);
    },
  );

  it.each([
    ["vitest/config", "vitest"],
    ["@there/b/deep", "@there/b"],
    ["unknown", "unknown"],
  ])("finds %s, which only the workspace has", (specifier, name) => {
    expect(findIn(`import x from "${specifier}";\n`)).toEqual([
      `imports ${specifier}, which an installation does not bring. Move ${name} to dependencies in packages/a/package.json.`,
    ]);
  });
});
