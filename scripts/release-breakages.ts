import { join } from "node:path";
import { BREAKAGES, type Breakage } from "./install/breakages/breakage.ts";
import { type Catch, tryChecks, tryInstall, withBreakage } from "./install/breakages/try-breakage.ts";
import { type InstallSession, openInstallSession } from "./install/install-session.ts";
import { INSTALL_NEEDS } from "./install/needs.ts";
import { buildQuickStarts } from "./install/scenarios/quick-start.ts";
import { typescriptConsumers } from "./install/scenarios/typescript-consumer.ts";
import { ensureSystemPackages } from "./system/ensure-system-packages.ts";

const UNBROKEN: Breakage = { name: "nothing is broken", folder: ".", edit: () => undefined };

/**
 * `pnpm release:breakages [word]`: makes one mistake after the other in a clone of the last commit, and shows what catches it,
 * as rows of a Markdown table. Fails when one is caught by nothing, or when something is caught where nothing is broken.
 */
async function main(word = ""): Promise<number> {
  await ensureSystemPackages(INSTALL_NEEDS);
  await using session = await openInstallSession(process.cwd());
  console.log("| broken | `pnpm check` | install test |\n|---|---|---|");
  const innocent = await tryOne(session, UNBROKEN);
  let missed = innocent.length;
  for (const breakage of BREAKAGES.filter(({ name }) => name.includes(word)))
    if ((await tryOne(session, breakage)).length === 0) missed++;
  console.log(missed === 0 ? "\neach is caught" : `\n${missed} rows are not as they should be`);
  return missed === 0 ? 0 : 1;
}

/** Prints one row, and returns what caught the breakage. */
async function tryOne({ clone, place }: InstallSession, breakage: Breakage): Promise<readonly Catch[]> {
  const scenarios = [...buildQuickStarts(clone.path).slice(0, 1), ...typescriptConsumers.slice(-1)];
  const folderPath = join(place.folderPath, breakage.name.replace(/\W+/g, "-"));
  return withBreakage(clone, breakage, async () => {
    const check = await tryChecks(clone);
    const install = await tryInstall(clone, { ...place, folderPath }, scenarios);
    console.log(`| ${breakage.name} | ${show(check)} | ${show(install)} |`);
    return [check, install].filter((one) => one !== undefined);
  });
}

function show(caught: Catch | undefined): string {
  return caught ? `**${caught.by}**: ${caught.message.replaceAll("|", "\\|")}` : "–";
}

try {
  process.exitCode = await main(process.argv[2]);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
