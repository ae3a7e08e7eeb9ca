import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadManifest } from "../workspace/load-packages.ts";
import { buildFinding, type Check, type Finding } from "./check.ts";
import { parseWorkflow, type Workflow } from "./workflow-steps.ts";

const WORKFLOWS_FOLDER = ".github/workflows";
const PNPM_COMMAND = /\bpnpm(?:@[\w.-]+)?(?:\s+-[\w-]+)*\s+(?:run\s+)?([\w:-]+)/g;
// What pnpm does itself, without a script of that name.
const PNPM_VERBS = new Set(["install", "exec", "dlx", "publish", "pack", "store", "changeset"]);

/** Finds workflow files that are no YAML, actions that are not pinned, and `pnpm` commands that do not exist. */
export function findWorkflowProblems(rootPath: string): readonly Finding[] {
  const scripts = new Set(Object.keys(loadManifest(rootPath).scripts ?? {}));
  return readdirSync(join(rootPath, WORKFLOWS_FOLDER))
    .filter((name) => /\.ya?ml$/.test(name))
    .flatMap((name) => {
      const path = `${WORKFLOWS_FOLDER}/${name}`;
      const workflow = parseWorkflow(readFileSync(join(rootPath, path), "utf8"));
      return [
        ...workflow.errors.map(({ message, line }) => buildFinding(path, line, message, "Mend the YAML.")),
        ...findMissingPermissions(path, workflow),
        ...findUnpinned(path, workflow),
        ...findUnknownCommands(path, workflow, scripts),
      ];
    });
}

/** The check `workflows`. */
export const workflowsCheck: Check = {
  name: "workflows",
  about: "GitHub workflows are valid, pinned, and run commands that exist",
  run: () => ({ findings: findWorkflowProblems(process.cwd()) }),
};

function findMissingPermissions(path: string, { keys }: Workflow): Finding[] {
  if (keys.includes("permissions")) return [];
  return [
    buildFinding(
      path,
      1,
      "no permissions at the top",
      "Write `permissions: {}` and grant per job what it needs.",
    ),
  ];
}

function findUnpinned(path: string, { actions }: Workflow): Finding[] {
  return actions
    .filter(
      ({ uses, comment }) => !uses.startsWith("./") && !(/@[0-9a-f]{40}$/.test(uses) && /^v\d/.test(comment)),
    )
    .map(({ uses, line }) =>
      buildFinding(
        path,
        line,
        `${uses} is not pinned`,
        "Name the commit's 40 digits, and the version in a comment behind it.",
      ),
    );
}

function findUnknownCommands(path: string, { steps }: Workflow, scripts: ReadonlySet<string>): Finding[] {
  return steps.flatMap(({ run, line }) =>
    [...run.matchAll(PNPM_COMMAND)]
      .map((match) => match[1] ?? "")
      .filter((word) => !scripts.has(word) && !PNPM_VERBS.has(word))
      .map((word) =>
        buildFinding(path, line, `pnpm ${word} does not exist`, "Name a script of package.json."),
      ),
  );
}
