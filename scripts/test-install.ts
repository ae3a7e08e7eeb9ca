import { buildTable } from "./install/build-table.ts";
import { type InstallSession, openInstallSession } from "./install/install-session.ts";
import { INSTALL_NEEDS } from "./install/needs.ts";
import { publishFirst } from "./install/release/publish-first.ts";
import { rehearseRelease } from "./install/release/rehearse-release.ts";
import type { Change } from "./install/release/write-changeset.ts";
import { type EndedScenario, runScenarios } from "./install/run-scenarios.ts";
import { buildGlobalCli } from "./install/scenarios/global-cli.ts";
import { missingPeer } from "./install/scenarios/missing-peer.ts";
import { pageForAuthors, pageReadme } from "./install/scenarios/pages.ts";
import { buildQuickStarts } from "./install/scenarios/quick-start.ts";
import { renamedScope } from "./install/scenarios/renamed-scope.ts";
import type { Scenario } from "./install/scenarios/scenario.ts";
import { typescriptConsumers } from "./install/scenarios/typescript-consumer.ts";
import { buildUpgrades } from "./install/scenarios/upgrade.ts";
import { ensureSystemPackages } from "./system/ensure-system-packages.ts";

const WIDTH = 2;
const CORE = "@aux/core";
const RELEASES: readonly Change[] = [
  {
    packages: [CORE],
    bump: "patch",
    summary: "A tool that ends while it is being stopped no longer counts as crashed.",
  },
  {
    packages: [CORE],
    bump: "minor",
    summary: "An auxiliary can say how long its start usually takes.",
  },
];

/**
 * `pnpm test:install [--quick]`: publishes the last commit with the release command to a registry on this machine's
 * loopback, and uses what is there as each kind of user would. `--quick`: npm, pnpm 10 and the pages alone.
 */
async function main(isQuick: boolean): Promise<number> {
  await ensureSystemPackages(INSTALL_NEEDS);
  const startedMs = performance.now();
  const ended: EndedScenario[] = [];
  await using session = await openInstallSession(process.cwd());
  const published = await publishFirst(session.clone);
  console.log(`${published} packages published in ${seconds(performance.now() - startedMs)}, all told`);
  const run = async (scenarios: readonly Scenario[]): Promise<void> =>
    runScenarios(scenarios, session.place, WIDTH, (one) => {
      ended.push(one);
      if (!one.isWell)
        console.error(`\nFAILED ${one.scenario.manager}: ${one.scenario.added}\n${one.said}\n`);
    });
  const upgrades = isQuick ? [] : [buildGlobalCli(), ...buildUpgrades()];
  await run([...listScenarios(session.clone.path, isQuick), ...upgrades.map(({ begin }) => begin)]);
  for (const change of isQuick ? [] : RELEASES) {
    const { name, version } = await release(session, change);
    await run(upgrades.map(({ buildNext }) => buildNext(name, version)));
  }
  console.log(`\n${buildTable([HEADER, ...ended.map(buildRow)]).join("\n")}`);
  const failed = ended.filter(({ isWell }) => !isWell).length;
  console.log(
    `\n${ended.length - failed} of ${ended.length} well, ${seconds(performance.now() - startedMs)}`,
  );
  return failed === 0 ? 0 : 1;
}

const HEADER = ["package manager", "what was added", "result", "seconds", ""];

function buildRow({ scenario, isWell, said, durationMs }: EndedScenario): readonly string[] {
  const { manager, added } = scenario;
  return [
    manager,
    added,
    isWell ? "well" : "FAILED",
    (durationMs / 1000).toFixed(1),
    isWell ? said : "see above",
  ];
}

function listScenarios(sourcePath: string, isQuick: boolean): readonly Scenario[] {
  const all = [
    ...buildQuickStarts(sourcePath),
    renamedScope,
    missingPeer,
    ...typescriptConsumers,
    pageForAuthors,
    pageReadme,
  ];
  return all.filter((scenario) => !isQuick || scenario.isQuick);
}

/** One rehearsed release, told as a table; returns what it is called in the next one, and core's version after it. */
async function release(
  { clone }: InstallSession,
  change: Change,
): Promise<{ readonly name: string; readonly version: string }> {
  const steps = await rehearseRelease(clone, change);
  const name = `a ${change.bump} of ${change.packages.join(", ")}`;
  const rows = steps.map(({ name: of, before, after, why }) => [
    of,
    before,
    before === after ? "=" : after,
    why,
  ]);
  console.log(`\n${name}: changeset, version, publish\n${buildTable(rows).join("\n")}`);
  return { name, version: steps.find((step) => step.name === CORE)?.after ?? "" };
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

try {
  process.exitCode = await main(process.argv.includes("--quick"));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
