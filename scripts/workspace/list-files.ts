import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Every file of the repository that git tracks or would track, as paths relative to its root, with `/`. */
export function listFiles(rootPath: string): readonly string[] {
  const result = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: rootPath,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status !== 0) throw new Error(`git ls-files failed: ${result.stderr || result.error?.message}`);
  const paths = new Set(result.stdout.split("\0").filter(Boolean));
  return [...paths].filter((path) => existsSync(join(rootPath, path))).sort();
}
