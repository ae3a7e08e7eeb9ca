import { ensureSystemPackages } from "./system/ensure-system-packages.ts";
import { TEST_NEEDS } from "./system/needs.ts";
import { runVitest } from "./test/run-vitest.ts";
import { VITEST_REPORT_PATH } from "./test/vitest-counts.ts";

const TEST_TIMEOUT_MS = 1_200_000;
const PROJECTS = ["--project=unit", "--project=e2e"];

/** `pnpm test`: system packages, build, every test but those of faults, and the counts as the last line. */
async function main(given: readonly string[]): Promise<number> {
  await ensureSystemPackages(TEST_NEEDS);
  const projects = given.some((arg) => arg.startsWith("--project")) ? [] : PROJECTS;
  const args = [...projects, ...given];
  return runVitest({ reportPath: VITEST_REPORT_PATH, timeoutMs: TEST_TIMEOUT_MS, args });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
