import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { buildTemporaryRepository } from "../workspace/temporary-repository.ts";
import { checkChangesets } from "./changesets.ts";

// On CI the branch under test has a name of its own, which must not reach the repositories made here.
beforeEach(() => vi.stubEnv("GITHUB_HEAD_REF", ""));
afterEach(() => vi.unstubAllEnvs());

const FILES = {
  "package.json": '{ "name": "root", "private": true }',
  "pnpm-workspace.yaml": "packages: [packages/*]\n",
  ".gitignore": "node_modules\n",
  ".changeset/config.json": '{ "baseBranch": "main" }',
  "packages/a/package.json": '{ "name": "a", "version": "1.0.0" }',
};

function commit(rootPath: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) writeFileSync(join(rootPath, path), content);
  const author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
  execFileSync("git", ["add", "--all"], { cwd: rootPath });
  execFileSync("git", [...author, "commit", "--quiet", "--message=x"], { cwd: rootPath });
}

function buildRepository(branch: string): string {
  const rootPath = buildTemporaryRepository(FILES);
  symlinkSync(resolve("node_modules"), join(rootPath, "node_modules"), "dir");
  commit(rootPath, {});
  execFileSync("git", ["checkout", "--quiet", "-B", branch], { cwd: rootPath });
  commit(rootPath, { "packages/a/index.js": "changed" });
  return rootPath;
}

it("has nothing to say on main", async () => {
  expect(await checkChangesets(buildRepository("main"))).toEqual({ findings: [] });
});

it("finds a branch that changes a package without saying so, and is content once it does", async () => {
  const rootPath = buildRepository("feature");
  expect((await checkChangesets(rootPath)).findings).toHaveLength(1);
  commit(rootPath, { ".changeset/why.md": '---\n"a": patch\n---\n\nIt is better.\n' });
  expect(await checkChangesets(rootPath)).toEqual({ findings: [] });
}, 30_000);

it("lets the version branch pass, which uses changesets up", async () => {
  const report = await checkChangesets(buildRepository("changeset-release/main"));
  expect(report).toMatchObject({ findings: [], notes: [expect.stringContaining("version branch")] });
});
