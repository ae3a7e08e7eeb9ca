import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { loadManifest } from "../../workspace/load-packages.ts";
import { assertCaptured } from "../analysis/assert-captured.ts";
import { PACKAGE_MANAGERS } from "../clients/package-manager.ts";
import { addPackages, createProject, type Project, runInProject, writeConfiguration } from "./project.ts";
import type { Place } from "./scenario.ts";
import type { Upgrade } from "./upgrade.ts";

const { npm } = PACKAGE_MANAGERS;
// Where npm puts a dependency of a package that was installed globally: below it, or beside it.
const GLOBAL_CORES = ["lib/node_modules/@aux/cli/node_modules/@aux/core", "lib/node_modules/@aux/core"];

interface GlobalInstallation {
  readonly prefixPath: string;
  readonly project: Project;
}

/**
 * A CLI installed globally brings a core of its own, and runs the auxiliaries of a project that has another: first of
 * the same version, then, as the project is updated and the CLI is not, of a newer one.
 */
export function buildGlobalCli(): Upgrade {
  let installed: GlobalInstallation | undefined;
  let runs = 0;
  const run = async (): Promise<string> => {
    if (!installed) throw new Error("there is no global CLI: it could not be installed");
    return runGlobally(installed, String(++runs));
  };
  const begin = async (place: Place): Promise<string> => {
    installed = await install(place);
    return run();
  };
  const update = async (): Promise<string> => {
    if (installed) await runInProject(installed.project, ["npm", "update"]);
    return run();
  };
  const added = "@aux/cli globally, @aux/sniffer in the project";
  return {
    begin: { manager: npm.name, added, run: begin },
    buildNext: (name) => ({
      manager: npm.name,
      added: `the project alone updated after ${name}`,
      run: update,
    }),
  };
}

async function install(place: Place): Promise<GlobalInstallation> {
  const project = await createProject(place, npm);
  const prefixPath = join(place.folderPath, "global");
  await runInProject(project, ["npm", "install", "--global", "--prefix", prefixPath, "@aux/cli"]);
  await addPackages(project, ["@aux/sniffer"]);
  writeConfiguration(project, "[sniffer]\nenabled = on\n");
  return { prefixPath, project };
}

async function runGlobally({ prefixPath, project }: GlobalInstallation, taskId: string): Promise<string> {
  const command = join(prefixPath, "bin/auxiliary");
  await runInProject(project, [command, "run", "--", "node", "traffic.mjs"]);
  return `${describeCores(prefixPath, project)}; ${assertCaptured(project.path, taskId)}`;
}

function describeCores(prefixPath: string, project: Project): string {
  const own = GLOBAL_CORES.map((path) => join(prefixPath, path)).find((path) => existsSync(path));
  const projects = join(project.path, "node_modules/@aux/core");
  if (!own || realpathSync(own) === realpathSync(projects))
    throw new Error(`expected two copies of core, got ${own} and ${projects}`);
  return `core ${loadManifest(own).version} globally and ${loadManifest(projects).version} in the project`;
}
