import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-run.ts";
import { prepareAnalysisFolder } from "./analysis-folder.ts";

const modeOf = (path: string) => statSync(path).mode & 0o777;

describe("the analysis folder", () => {
  it("is its owner's alone, with each folder above it that is made, whatever the umask", () => {
    const root = temporaryFolder();
    const umask = process.umask(0);
    try {
      prepareAnalysisFolder(join(root, "storage/analysis/1"));
    } finally {
      process.umask(umask);
    }
    for (const made of ["storage", "storage/analysis", "storage/analysis/1"])
      expect(modeOf(join(root, made))).toBe(0o700);
  });

  it("is made its owner's alone where it is there already", () => {
    const path = join(temporaryFolder(), "mine");
    mkdirSync(path);
    chmodSync(path, 0o777);
    prepareAnalysisFolder(path);
    expect(modeOf(path)).toBe(0o700);
  });

  it("is refused where it is a link, which could lead anywhere", () => {
    const root = temporaryFolder();
    symlinkSync(root, join(root, "link"));
    expect(() => prepareAnalysisFolder(join(root, "link"))).toThrow(
      expect.objectContaining({ code: "AUX_FOLDER_NOT_FOLDER" }),
    );
  });

  it("is refused where it is somebody else's", () => {
    const path = join(temporaryFolder(), "theirs");
    mkdirSync(path);
    const foreign = process.getuid?.() === 0 ? path : "/";
    if (foreign === path) chownSync(path, 65_534, 65_534);
    expect(() => prepareAnalysisFolder(foreign)).toThrow(
      expect.objectContaining({ code: "AUX_FOLDER_FOREIGN" }),
    );
  });
});
