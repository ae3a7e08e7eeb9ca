import { assertCaptured } from "../analysis/assert-captured.ts";
import { PACKAGE_MANAGERS, type PackageManager } from "../clients/package-manager.ts";
import { buildStrictScript } from "../pages/follow-page.ts";
import { loadQuickStart } from "../pages/quick-start.ts";
import { createProject, type Project, runAuxiliary, runInProject, tryInProject } from "./project.ts";
import type { Place, Scenario } from "./scenario.ts";

const UNPUBLISHED = "@aux/never-published";
const { npm, pnpm10, pnpm12, yarnModules, yarnPnp, bun } = PACKAGE_MANAGERS;

/** README.md's way from nothing to a pcap, with every package manager, and with other Nodes. */
export function buildQuickStarts(sourcePath: string): readonly Scenario[] {
  const { packages } = loadQuickStart(sourcePath);
  // Yarn installs no peers, and README.md says so.
  const withCore = [...packages, "@aux/core"];
  return [
    { ...buildQuickStart(npm, packages), isQuick: true },
    { ...buildQuickStart(pnpm10, packages), isQuick: true },
    buildQuickStart(pnpm12, packages),
    buildQuickStart(yarnModules, withCore),
    buildQuickStart(yarnPnp, withCore),
    buildQuickStart(bun, packages),
    buildQuickStart(npm, packages, "22.23.3"),
    buildQuickStart(npm, packages, "24.9.0"),
  ];
}

function buildQuickStart(
  manager: PackageManager,
  packages: readonly string[],
  nodeVersion?: string,
): Scenario {
  return {
    manager: nodeVersion ? `${manager.name}, Node ${nodeVersion.split(".")[0]}` : manager.name,
    added: packages.join(" "),
    run: async (place) => {
      const project = await createProject(place, manager, nodeVersion);
      if (nodeVersion) await assertNode(project, nodeVersion);
      await assertNoWayOut(place, project);
      const script = loadQuickStart(place.sourcePath).buildScript(manager, packages);
      await runInProject(project, ["bash", "-uo", "pipefail", "-c", buildStrictScript(script)]);
      await assertListed(project);
      return assertCaptured(project.path);
    },
  };
}

/** Proves that a package of the scope which is not on the loopback's registry is looked for there and nowhere else. */
async function assertNoWayOut({ registryUrl }: Place, project: Project): Promise<void> {
  const { code, output } = await tryInProject(project, [...project.manager.add, UNPUBLISHED]);
  const isRefusedHere = code !== 0 && output.includes(registryUrl) && output.includes("404");
  if (!isRefusedHere)
    throw new Error(`adding ${UNPUBLISHED} did not end with a 404 of ${registryUrl}:\n${output}`);
}

async function assertListed(project: Project): Promise<void> {
  const listed = await runAuxiliary(project, ["list"]);
  if (!/^sniffer\s+yes\b.*@aux\/sniffer \d/m.test(listed))
    throw new Error(`auxiliary list does not show the sniffer:\n${listed}`);
}

async function assertNode(project: Project, version: string): Promise<void> {
  const said = await runInProject(project, ["node", "--version"]);
  if (said.trim() !== `v${version}`) throw new Error(`node --version says ${said.trim()}, not v${version}`);
}
