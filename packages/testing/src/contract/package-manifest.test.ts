import { describe, expect, it } from "vitest";
import { findEntry } from "./package-manifest.ts";

describe("the entry of a package", () => {
  it.each([
    [{ exports: "./a.js" }, "./a.js"],
    [{ exports: { ".": "./a.js" } }, "./a.js"],
    [{ exports: { ".": { types: "./a.d.ts", default: "./a.js" } } }, "./a.js"],
    [{ exports: { import: "./a.js", default: "./b.js" } }, "./a.js"],
    [{ main: "./a.js" }, "./a.js"],
    [{ exports: { "./package.json": "./package.json" }, main: "./a.js" }, undefined],
    [{}, undefined],
  ])("of %j is %s", (manifest, entry) => {
    expect(findEntry(manifest)).toBe(entry);
  });
});
