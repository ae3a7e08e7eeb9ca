import { describe, expect, it } from "vitest";
import { parseCodeBlocks } from "./parse-code-blocks.ts";

describe("parseCodeBlocks", () => {
  it("reads language, file and content of each block, and where it stands", () => {
    const page = ["# Page", "```js file=a/index.js", "one();", "two();", "```", "text", "```sh", "ls", "```"];
    expect(parseCodeBlocks(page.join("\n"))).toEqual([
      { language: "js", file: "a/index.js", isAppended: false, content: "one();\ntwo();\n", line: 2 },
      { language: "sh", file: undefined, isAppended: false, content: "ls\n", line: 7 },
    ]);
  });

  it("tells a block that is added to a file from one that is the file", () => {
    const [block] = parseCodeBlocks("```ini file=x.conf append\na = 1\n```");
    expect(block).toMatchObject({ file: "x.conf", isAppended: true });
  });

  it("names the line of a block that is not closed", () => {
    expect(() => parseCodeBlocks("text\n```sh\nls\n")).toThrow("the block of code of line 2 is not closed");
  });
});
