import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** Writes a git repository with these files (path: content) and removes it after the test; for tests of checks. */
export function buildTemporaryRepository(files: Readonly<Record<string, string>>): string {
  const rootPath = mkdtempSync(join(tmpdir(), "repository-"));
  onTestFinished(() => rmSync(rootPath, { recursive: true, force: true }));
  execFileSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: rootPath });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(rootPath, path)), { recursive: true });
    writeFileSync(join(rootPath, path), content);
  }
  return rootPath;
}
