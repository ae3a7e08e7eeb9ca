import { buildPnpmCommand } from "../process/pnpm-command.ts";
import { runCommand } from "../process/run-command.ts";
import { buildCountsLine, loadVitestCounts, removeVitestReport } from "./vitest-counts.ts";

/** A run of vitest, after a build. */
export interface VitestRun {
  readonly reportPath: string;
  readonly timeoutMs: number;
  readonly args: readonly string[];
}

/** Builds, runs vitest, and says the counts in the last line. Resolves to the exit code. */
export async function runVitest({ reportPath, timeoutMs, args }: VitestRun): Promise<number> {
  removeVitestReport(reportPath);
  const build = buildPnpmCommand(["run", "--silent", "build"]);
  const built = await runCommand(build.file, build.args, { isShown: true });
  if (built.code !== 0) return built.code;
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportPath}`];
  const vitest = buildPnpmCommand(["exec", "vitest", "run", ...reporters, ...args]);
  const tested = await runCommand(vitest.file, vitest.args, { isShown: true, timeoutMs });
  const counts = loadVitestCounts(reportPath);
  console.log(buildCountsLine(counts));
  return counts.failed > 0 ? 1 : tested.code;
}
