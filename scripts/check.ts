import { buildReportLines } from "./check/build-report-lines.ts";
import { changesetsCheck } from "./check/changesets.ts";
import type { Check } from "./check/check.ts";
import { buildCommandCheck } from "./check/command-check.ts";
import { importsCheck } from "./check/imports.ts";
import { linksCheck } from "./check/links.ts";
import { tracesCheck } from "./check/machine-traces.ts";
import { namesCheck } from "./check/names.ts";
import { runChecks } from "./check/run-checks.ts";
import { tarballsCheck } from "./check/tarballs.ts";
import { workflowsCheck } from "./check/workflows.ts";

// As many at a time as the smallest machine it should be quick on has processors.
const WIDTH = 2;

const CHECKS: readonly Check[] = [
  buildCommandCheck(
    {
      name: "build",
      about: "types are sound, tests and scripts included, and it builds",
      remedy: "Mend the types.",
    },
    ["tsc", "-b"],
    ["tsup"],
  ),
  buildCommandCheck(
    { name: "format", about: "format and plain lint (biome)", remedy: "Run `pnpm format`." },
    ["biome", "check", ".", "--diagnostic-level=warn", "--error-on-warnings"],
  ),
  importsCheck,
  linksCheck,
  tracesCheck,
  namesCheck,
  workflowsCheck,
  changesetsCheck,
  tarballsCheck,
  buildCommandCheck(
    {
      name: "lint",
      about: "promises are awaited, nothing is any (oxlint)",
      after: "build",
      remedy: "Mend the lines named.",
    },
    ["oxlint", "--type-aware", "--deny-warnings"],
  ),
  buildCommandCheck(
    {
      name: "unused",
      about: "no unused file, export or dependency (knip)",
      after: "build",
      remedy: "Remove what is unused.",
    },
    ["knip", "--no-progress", "--no-config-hints"],
  ),
];

/** `pnpm check [name…]`: every check, or those named; 0 when all is well. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !CHECKS.some((check) => check.name === name));
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(", ")}; there are:`);
    for (const check of CHECKS) console.error(`  ${check.name.padEnd(10)} ${check.about}`);
    return 2;
  }
  const chosen = CHECKS.filter((check) => names.length === 0 || names.includes(check.name));
  const startedMs = performance.now();
  const ended = await runChecks(chosen, WIDTH, (one) => console.log(buildReportLines(one).join("\n")));
  const failed = ended.filter(({ report }) => report.findings.length > 0).length;
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`${ended.length - failed} of ${ended.length} checks well, in ${seconds} s`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
