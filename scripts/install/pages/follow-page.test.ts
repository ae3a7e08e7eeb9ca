import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { followPage } from "./follow-page.ts";

function buildReader(...lines: readonly string[]) {
  const folderPath = mkdtempSync(join(tmpdir(), "page-"));
  onTestFinished(() => rmSync(folderPath, { recursive: true, force: true }));
  const pagePath = join(folderPath, "page.md");
  writeFileSync(pagePath, lines.join("\n"));
  return { pagePath, folderPath, env: process.env };
}

describe("followPage", () => {
  it("writes files, adds to files, and runs commands, in the page's order", async () => {
    const reader = buildReader(
      "```js file=a/one.mjs",
      "console.log('one');",
      "```",
      "```js file=a/one.mjs append",
      "console.log('two');",
      "```",
      "```sh",
      'node a/one.mjs > "$PWD/said"',
      "```",
    );
    await followPage(reader);
    expect(readFileSync(join(reader.folderPath, "said"), "utf8")).toBe("one\ntwo\n");
  });

  it("goes on where the block before has ended", async () => {
    const reader = buildReader("```sh", "mkdir deep && cd deep", "```", "```sh", "echo here > said", "```");
    await followPage(reader);
    expect(readFileSync(join(reader.folderPath, "deep/said"), "utf8")).toBe("here\n");
  });

  it("fails at the first command that fails, within && too, and names the page's line", async () => {
    const reader = buildReader("text", "```sh", "cd nowhere && ls", "true", "```");
    await expect(followPage(reader)).rejects.toThrow(/page\.md:2 is not true any more/);
  });
});
