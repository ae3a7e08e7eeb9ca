import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { loadManifest } from "../../workspace/load-packages.ts";
import { assertCaptured } from "../analysis/assert-captured.ts";
import { PACKAGE_MANAGERS, type PackageManager } from "../clients/package-manager.ts";
import {
  addPackages,
  createProject,
  type Project,
  runAuxiliary,
  runInProject,
  writeConfiguration,
} from "./project.ts";
import type { Place, Scenario } from "./scenario.ts";

const { npm, pnpm10, yarnModules, bun } = PACKAGE_MANAGERS;

/** A project that is made with one set of published versions, and brought up to date after the next publication. */
export interface Upgrade {
  readonly begin: Scenario;
  /** `name` says which publication it follows; `core` is the version of @aux/core that must have arrived. */
  readonly buildNext: (name: string, core: string) => Scenario;
}

/** Projects that live through the rehearsed releases. */
export function buildUpgrades(): readonly Upgrade[] {
  return [
    buildUpgrade(npm, ["@aux/cli", "@aux/sniffer"]),
    buildUpgrade(pnpm10, ["@aux/cli", "@aux/sniffer"]),
    buildUpgrade(yarnModules, ["@aux/cli", "@aux/sniffer", "@aux/core"]),
    buildUpgrade(bun, ["@aux/cli", "@aux/sniffer"]),
  ];
}

function buildUpgrade(manager: PackageManager, packages: readonly string[]): Upgrade {
  let project: Project | undefined;
  let runs = 0;
  const capture = async (): Promise<string> => {
    if (!project) throw new Error("there is no project: its first version could not be installed");
    await runAuxiliary(project, ["run", "--", "node", "traffic.mjs"]);
    return assertCaptured(project.path, String(++runs));
  };
  const begin = async (place: Place): Promise<string> => {
    const created = await createProject(place, manager);
    await addPackages(created, packages);
    writeConfiguration(created, "[sniffer]\nenabled = on\n");
    project = created;
    return capture();
  };
  const update = async (core: string): Promise<string> => {
    if (project) await bringUpToDate(project, core);
    return `core ${core}, ${await capture()}`;
  };
  return {
    begin: { manager: manager.name, added: `${packages.join(" ")}, to be updated`, run: begin },
    buildNext: (name, core) => ({
      manager: manager.name,
      added: `update after ${name}`,
      run: () => update(core),
    }),
  };
}

async function bringUpToDate(project: Project, expected: string): Promise<void> {
  const said = await runInProject(project, project.manager.update);
  const version = findCoreVersion(project.path);
  if (version !== expected)
    throw new Error(
      `after ${project.manager.update.join(" ")} the CLI has core ${version}, not ${expected}:\n${said}`,
    );
}

/** The version of core that the project's CLI works with. */
function findCoreVersion(projectPath: string): string {
  const cliPath = realpathSync(join(projectPath, "node_modules/@aux/cli/package.json"));
  return loadManifest(dirname(createRequire(cliPath).resolve("@aux/core/package.json"))).version;
}
