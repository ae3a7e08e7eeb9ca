import { loadFigures, removeFigures } from "../faults/figures/count-figures.ts";
import { ensureSystemPackages } from "./system/ensure-system-packages.ts";
import { TEST_NEEDS } from "./system/needs.ts";
import { runVitest } from "./test/run-vitest.ts";
import { FAULTS_REPORT_PATH } from "./test/vitest-counts.ts";

const TEST_TIMEOUT_MS = 3_600_000;

/** `pnpm test:faults`: the project `faults`, and what it has tried, as figures. */
async function main(given: readonly string[]): Promise<number> {
  await ensureSystemPackages(TEST_NEEDS);
  removeFigures();
  const args = ["--project=faults", ...given];
  const code = await runVitest({ reportPath: FAULTS_REPORT_PATH, timeoutMs: TEST_TIMEOUT_MS, args });
  for (const [what, count] of Object.entries(loadFigures())) console.log(`${what}: ${count}`);
  return code;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
