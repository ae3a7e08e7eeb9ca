import { buildPnpmCommand } from "./process/pnpm-command.ts";
import { runCommand } from "./process/run-command.ts";
import { ensureSystemPackages } from "./system/ensure-system-packages.ts";
import { TEST_NEEDS } from "./system/needs.ts";
import {
  buildCountsLine,
  loadVitestCounts,
  removeVitestReport,
  VITEST_REPORT_PATH,
} from "./test/vitest-counts.ts";

const TEST_TIMEOUT_MS = 1_200_000;

/** `pnpm test`: system packages, build, every test of both projects, and the counts as the last line. */
async function main(vitestArgs: readonly string[]): Promise<number> {
  await ensureSystemPackages(TEST_NEEDS);
  removeVitestReport(VITEST_REPORT_PATH);
  const build = buildPnpmCommand(["run", "--silent", "build"]);
  const built = await runCommand(build.file, build.args, { isShown: true });
  if (built.code !== 0) return built.code;
  const vitest = buildPnpmCommand(["exec", "vitest", ...buildVitestArgs(vitestArgs)]);
  const tested = await runCommand(vitest.file, vitest.args, { isShown: true, timeoutMs: TEST_TIMEOUT_MS });
  const counts = loadVitestCounts(VITEST_REPORT_PATH);
  console.log(buildCountsLine(counts));
  return counts.failed > 0 ? 1 : tested.code;
}

function buildVitestArgs(extra: readonly string[]): string[] {
  return [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${VITEST_REPORT_PATH}`,
    ...extra,
  ];
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
