import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-run.ts";
import { findExecutable } from "./find-executable.ts";

describe("findExecutable", () => {
  it("finds a bare name on PATH, and system programs although PATH lacks their folder", () => {
    const path = process.env["PATH"];
    try {
      process.env["PATH"] = "/usr/bin:/bin";
      expect(findExecutable("sh")).toMatch(/^\/(usr\/)?bin\/sh$/);
      expect(findExecutable("ldconfig")).toMatch(/^\/(usr\/)?sbin\/ldconfig$/);
    } finally {
      process.env["PATH"] = path;
    }
  });

  it("takes a path as it is", () => {
    const file = join(temporaryFolder(), "tool");
    writeFileSync(file, "#!/bin/sh\n");
    chmodSync(file, 0o700);
    expect(findExecutable(file)).toBe(file);
  });

  it("refuses what is missing, a folder, and a file that may not be run", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "folder"));
    writeFileSync(join(folder, "text"), "");
    for (const name of ["missing", "folder", "text"]) {
      expect(() => findExecutable(join(folder, name))).toThrow("is no executable file");
    }
    expect(() => findExecutable("no-such-program")).toThrow("is not on PATH, nor in the sbin folders");
  });

  it("never looks a bare name up in the current folder", () => {
    const path = process.env["PATH"];
    try {
      process.env["PATH"] = `.::packages:${path}`;
      expect(() => findExecutable("package.json")).toThrow("is not on PATH");
    } finally {
      process.env["PATH"] = path;
    }
  });
});
