import { describe, expect, it } from "vitest";
import { buildTemporaryRepository } from "../workspace/temporary-repository.ts";
import { parseWorkflow } from "./workflow-steps.ts";
import { findWorkflowProblems } from "./workflows.ts";

const PINNED = `actions/checkout@${"0a".repeat(20)} # v5.0.0`;
const MANIFEST = JSON.stringify({ name: "root", scripts: { test: "x", "ci:local": "y" } });

function buildWorkflow(...steps: string[]): string {
  return [
    "permissions: {}",
    "jobs:",
    "  one:",
    "    steps:",
    ...steps.map((step) => `      - ${step}`),
    "",
  ].join("\n");
}

function findIn(text: string): string[] {
  const rootPath = buildTemporaryRepository({ "package.json": MANIFEST, ".github/workflows/ci.yml": text });
  return findWorkflowProblems(rootPath).map(({ where, what }) => `${where} ${what}`);
}

describe("findWorkflowProblems", () => {
  it("finds a pnpm command that no script answers to", () => {
    const text = buildWorkflow("run: npx -y pnpm@10.34.9 test", "run: pnpm run ci:local && pnpm chekc");
    expect(findIn(text)).toEqual([".github/workflows/ci.yml:6 pnpm chekc does not exist"]);
  });

  it("finds an action named by a tag, or pinned without saying which version that is", () => {
    const text = buildWorkflow(`uses: ${PINNED}`, "uses: actions/cache@v4", `uses: a/b@${"0a".repeat(20)}`);
    expect(findIn(text)).toEqual([
      ".github/workflows/ci.yml:6 actions/cache@v4 is not pinned",
      `.github/workflows/ci.yml:7 a/b@${"0a".repeat(20)} is not pinned`,
    ]);
  });

  it("finds broken YAML and permissions that nobody thought about", () => {
    const found = findIn("jobs:\n  one: [\n");
    expect(found).toHaveLength(2);
    expect(found[1]).toContain("no permissions");
  });
});

describe("parseWorkflow", () => {
  it("lists the steps that run something in the order of the file", () => {
    const { steps } = parseWorkflow(
      buildWorkflow(`uses: ${PINNED}`, "run: first", "{ name: Second, run: second }"),
    );
    expect(steps).toEqual([
      { job: "one", name: "first", run: "first", line: 6 },
      { job: "one", name: "Second", run: "second", line: 7 },
    ]);
  });
});
