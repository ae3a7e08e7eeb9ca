import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-run.ts";
import { parseArtifactPath } from "./artifact-path.ts";

describe("parseArtifactPath", () => {
  it("takes paths inside the folder, relative or absolute", () => {
    const folder = temporaryFolder();
    expect(parseArtifactPath(folder, "shots/0001.png")).toEqual({
      absolute: join(folder, "shots/0001.png"),
      inside: "shots/0001.png",
    });
    expect(parseArtifactPath(folder, join(folder, "..dump")).inside).toBe("..dump");
  });

  it("refuses a path that a link leads out of the folder, also below the link", () => {
    const folder = temporaryFolder();
    const outside = temporaryFolder();
    symlinkSync(outside, join(folder, "link"));
    for (const path of ["link", "link/file", "link/new/file"]) {
      expect(() => parseArtifactPath(folder, path)).toThrow("is not inside the analysis folder");
    }
  });

  it("takes a link that stays inside, and a folder that is itself reached through a link", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "real"));
    symlinkSync(join(folder, "real"), join(folder, "inner"));
    symlinkSync(folder, join(folder, "self"));
    expect(parseArtifactPath(folder, "inner/file").inside).toBe("inner/file");
    expect(parseArtifactPath(join(folder, "self"), "file").inside).toBe("file");
  });
});
