import { describe, expect, it } from "vitest";
import { buildTemporaryRepository } from "../workspace/temporary-repository.ts";
import { findDeadLinks } from "./links.ts";
import { buildSlug } from "./parse-markdown.ts";

describe("findDeadLinks", () => {
  it("finds a file that does not exist, with its line", () => {
    const rootPath = buildTemporaryRepository({ "README.md": "# One\n\nsee [two](docs/two.md)\n" });
    expect(findDeadLinks(rootPath)).toMatchObject([{ where: "README.md:3", what: "dead link docs/two.md" }]);
  });

  it("finds an anchor that no heading has, in the same file and in another", () => {
    const rootPath = buildTemporaryRepository({
      "README.md": "# One\n[a](#one) [b](#two) [c](docs/b.md#the-second)\n",
      "docs/b.md": "# The first\n[back](../README.md#one)\n",
    });
    expect(findDeadLinks(rootPath).map(({ what }) => what)).toEqual([
      "dead anchor #two",
      "dead anchor docs/b.md#the-second",
    ]);
  });

  it("does not follow links into ignored folders, since a clone has none", () => {
    const rootPath = buildTemporaryRepository({
      ".gitignore": "dist/\n",
      "dist/x.js": "",
      "README.md": "[x](dist/x.js) ![y](./dist/)\n",
    });
    expect(findDeadLinks(rootPath)).toHaveLength(2);
  });

  it("accepts folders, references, HTML anchors, repeated headings and links to the network", () => {
    const text = [
      '<a id="top"></a>',
      "# Same",
      "# Same",
      "[1](#same-1) [2](#top) [3](docs/) [4](https://example.com/x) [5][ref] [6](mailto:a@b.c)",
      "",
      "[ref]: docs/a.md",
    ].join("\n");
    expect(findDeadLinks(buildTemporaryRepository({ "README.md": text, "docs/a.md": "" }))).toEqual([]);
  });

  it("reads nothing out of code", () => {
    const text = "`[a](nowhere.md)`\n```md\n[b](nowhere.md)\n```\n";
    expect(findDeadLinks(buildTemporaryRepository({ "README.md": text }))).toEqual([]);
  });
});

describe("buildSlug", () => {
  it.each([
    ["The `run` command: what it does", "the-run-command-what-it-does"],
    ["auxiliaries.json", "auxiliariesjson"],
    ["AUX_TOOL_MISSING", "aux_tool_missing"],
    ["A & B", "a--b"],
  ])("turns %j into %j", (heading, slug) => {
    expect(buildSlug(heading)).toBe(slug);
  });
});
