import { buildPnpmCommand } from "../process/pnpm-command.ts";
import { runCommand } from "../process/run-command.ts";
import type { Check, CheckReport } from "./check.ts";

const MAIN_BRANCHES = ["origin/main", "main"];
const VERSION_BRANCH = "changeset-release/";

/** The check `changesets`: a branch that changes packages holds a changeset. */
export const changesetsCheck: Check = {
  name: "changesets",
  about: "a branch that changes packages says so in a changeset",
  run: () => checkChangesets(process.cwd()),
};

/** Asks changesets whether packages changed since the branch left main without a changeset. */
export async function checkChangesets(rootPath: string): Promise<CheckReport> {
  const branch = process.env.GITHUB_HEAD_REF || (await git(rootPath, ["branch", "--show-current"])) || "";
  if (branch.startsWith(VERSION_BRANCH))
    return { findings: [], notes: ["the version branch: changesets are used up here"] };
  const base = await findBase(rootPath);
  if (!base)
    return { findings: [], notes: ["no branch main is known here, so there is nothing to compare with"] };
  if (base === (await git(rootPath, ["rev-parse", "HEAD"]))) return { findings: [] };
  const { file, args } = buildPnpmCommand(["exec", "changeset", "status", `--since=${base}`]);
  const status = await runCommand(file, args, { cwd: rootPath });
  if (status.code === 0) return { findings: [] };
  const remedy = "Run `pnpm changeset` and say in a sentence what changes for those who use it.";
  return {
    findings: [{ where: ".changeset", what: "packages changed and no changeset says so", remedy }],
    output: status.output.trim(),
  };
}

async function findBase(rootPath: string): Promise<string | undefined> {
  for (const main of MAIN_BRANCHES) {
    const base = await git(rootPath, ["merge-base", "HEAD", main]);
    if (base) return base;
  }
  return undefined;
}

async function git(rootPath: string, args: readonly string[]): Promise<string | undefined> {
  const result = await runCommand("git", args, { cwd: rootPath });
  return result.code === 0 ? result.output.trim() : undefined;
}
