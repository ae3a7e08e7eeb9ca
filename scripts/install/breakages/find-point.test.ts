import { describe, expect, it } from "vitest";
import { findFinding, findPoint } from "./find-point.ts";

describe("findFinding", () => {
  it("takes the first finding of the first check that failed", () => {
    const output = [
      "well    build        2.6 s   it builds",
      "FAILED  imports      0.1 s   packages know",
      "    packages/a/package.json:2: has no keyword",
      "        -> Add the keyword.",
      "    packages/b/package.json:9: another",
      "        -> Mend it.",
    ];
    expect(findFinding(output.join("\n"))).toBe("packages/a/package.json:2: has no keyword");
  });

  it("takes the first point of a judge's report", () => {
    const output = [
      "FAILED  tarballs    13.3 s   packed packages",
      "    packages/a/package.json: publint says:",
      "        Linting...",
      "        Errors:",
      "        1. the file does not exist.",
      "        2. another",
      "        -> Mend it.",
    ];
    expect(findFinding(output.join("\n"))).toBe(
      "packages/a/package.json: publint says: the file does not exist.",
    );
  });
});

describe("findPoint", () => {
  it("takes the line that says what is wrong, and no folder of the test", () => {
    const message = [
      "$ npx auxiliary list",
      "  in /tmp/x/project: ended with 1",
      "  | hello",
      "  | Cannot find package 'ini' imported from /tmp/x/1/project/node_modules/a/index.js",
      "  → Mend it.",
    ];
    expect(findPoint(message.join("\n"))).toBe(
      "Cannot find package 'ini' imported from node_modules/a/index.js",
    );
  });
});
