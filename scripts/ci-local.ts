import { readFileSync } from "node:fs";
import { parseWorkflow } from "./check/workflow-steps.ts";
import { runCommand } from "./process/run-command.ts";

const WORKFLOW_PATH = ".github/workflows/ci.yml";
const STEP_TIMEOUT_MS = 1_800_000;

/** `pnpm ci:local`: the commands of CI's workflow, in its order, on this machine; stops at the first that fails. */
async function main(): Promise<number> {
  const { steps } = parseWorkflow(readFileSync(WORKFLOW_PATH, "utf8"));
  const commands = [...new Map(steps.map((step) => [step.run, step])).values()];
  for (const { job, run } of commands) {
    console.log(`\n[${job}] $ ${run}`);
    // A workflow's step is a shell script by definition, and comes out of the repository as it stands.
    const result = await runCommand("bash", ["-euo", "pipefail", "-c", run], {
      isShown: true,
      timeoutMs: STEP_TIMEOUT_MS,
      env: { CI: "true" },
    });
    if (result.code !== 0) return result.code;
  }
  console.log(`\n${commands.length} steps of ${WORKFLOW_PATH}, all well`);
  return 0;
}

process.exitCode = await main();
