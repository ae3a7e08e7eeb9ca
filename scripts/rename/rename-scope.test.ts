import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { buildTemporaryRepository } from "../workspace/temporary-repository.ts";
import { findScope, renameScope, replaceScope } from "./rename-scope.ts";

const FILES = {
  "packages/core/package.json": '{ "name": "@here/core" }',
  "README.md": "Add `@here/core`; mail me@here.example; `pnpm create @here`.",
  "src/index.ts": 'import { Core } from "@here/core";\nimport { other } from "@heretic/core";\n',
};

describe("renameScope", () => {
  it("renames names, imports and pages, and nothing that only looks alike", () => {
    const rootPath = buildTemporaryRepository(FILES);
    expect(renameScope(rootPath, "@there")).toEqual([
      "README.md",
      "packages/core/package.json",
      "src/index.ts",
    ]);
    const read = (file: string): string => readFileSync(join(rootPath, file), "utf8");
    expect(read("README.md")).toBe("Add `@there/core`; mail me@here.example; `pnpm create @there`.");
    expect(read("src/index.ts")).toBe(
      'import { Core } from "@there/core";\nimport { other } from "@heretic/core";\n',
    );
    expect(findScope(rootPath)).toBe("@there");
  });

  it("does nothing the second time", () => {
    const rootPath = buildTemporaryRepository(FILES);
    renameScope(rootPath, "@there");
    expect(renameScope(rootPath, "@there")).toEqual([]);
  });

  it.each(["there", "@There", "@there/", "@", "@a b"])("refuses %s, which is no scope", (scope) => {
    expect(() => renameScope(buildTemporaryRepository(FILES), scope)).toThrow(`${scope} is no scope`);
  });
});

describe("replaceScope", () => {
  it("finds the scope at the end of a sentence", () => {
    expect(replaceScope("It is @here. Or @here.example?", "@here", "@there")).toBe(
      "It is @there. Or @here.example?",
    );
  });

  it("takes the new scope as it stands, whatever it means in a replacement", () => {
    expect(replaceScope("a @x/b and '@x'", "@x", "@$&")).toBe("a @$&/b and '@$&'");
  });
});
