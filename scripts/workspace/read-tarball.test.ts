import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readTarball } from "./read-tarball.ts";
import { buildTemporaryRepository } from "./temporary-repository.ts";

it("reads what tar wrote, with paths longer than 100 characters and files of whole blocks", () => {
  const deep = `${"folder-with-a-long-name/".repeat(5)}file.txt`;
  const files = { "package/package.json": "{}", [`package/${deep}`]: "x".repeat(1024), "package/empty": "" };
  const rootPath = buildTemporaryRepository(files);
  const args = ["--format=ustar", "--exclude=*/", "-czf", "a.tgz", ...Object.keys(files)];
  execFileSync("tar", args, { cwd: rootPath });
  const tarball = readTarball(join(rootPath, "a.tgz"));
  expect([...tarball.files].map(([name, content]) => [name, content.length])).toEqual([
    ["package.json", 2],
    [deep, 1024],
    ["empty", 0],
  ]);
  expect(tarball.unpackedBytes).toBe(1026);
});
