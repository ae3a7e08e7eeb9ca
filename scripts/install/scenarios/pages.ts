import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { assertCaptured } from "../analysis/assert-captured.ts";
import { loadRecord, takeStopped } from "../analysis/load-record.ts";
import { PACKAGE_MANAGERS } from "../clients/package-manager.ts";
import { followPage, writePageFiles } from "../pages/follow-page.ts";
import { runStep } from "../process/run-step.ts";
import { addPackages, createProject, runAuxiliary, runInProject, writeConfiguration } from "./project.ts";
import type { Place, Scenario } from "./scenario.ts";

const PUBLISH_TIMEOUT_MS = 60_000;
const MODULES = ["net-counters", "host-load"];
const CONFIGURATION = MODULES.map((name) => `[${name}]\nenabled = on\n`).join("\n");

/** docs/write-an-auxiliary.md, done word for word; then its modules, published by an outsider and added by name. */
export const pageForAuthors: Scenario = {
  manager: PACKAGE_MANAGERS.npm.name,
  added: "docs/write-an-auxiliary.md, then @acme/net-counters @acme/host-load",
  isQuick: true,
  run: async (place) => {
    await followPage({
      pagePath: join(place.sourcePath, "docs/write-an-auxiliary.md"),
      folderPath: place.folderPath,
      env: place.settings.env,
    });
    const { path } = await createProjectOfPage(place);
    for (const name of MODULES) takeStopped(loadRecord(path, "2"), name);
    for (const name of MODULES) await publishAsOutsider(place, name);
    return `${await usePublished(place)}; from folders and from the registry`;
  },
};

/** The page's project, run once more: the page's last words switch its second module on. */
async function createProjectOfPage(place: Place) {
  const path = join(place.folderPath, "project");
  const remedy = "docs/write-an-auxiliary.md promises that this works: mend the page or the packages.";
  const project = { path, manager: PACKAGE_MANAGERS.npm, env: place.settings.env, remedy };
  await runAuxiliary(project, ["run", "--", "sleep", "0.5"]);
  return project;
}

async function publishAsOutsider({ folderPath, settings }: Place, name: string): Promise<void> {
  await runStep({
    file: "npm",
    args: ["publish", "--access", "public"],
    cwd: join(folderPath, name),
    env: settings.env,
    timeoutMs: PUBLISH_TIMEOUT_MS,
    remedy: "The page's package.json must be one that npm publishes.",
  });
}

async function usePublished(place: Place): Promise<string> {
  const elsewhere = { ...place, folderPath: join(place.folderPath, "elsewhere") };
  const project = await createProject(elsewhere, PACKAGE_MANAGERS.pnpm10);
  await addPackages(project, ["@aux/cli", "@aux/core", ...MODULES.map((name) => `@acme/${name}`)]);
  writeConfiguration(project, CONFIGURATION);
  await runAuxiliary(project, ["run", "--", "sleep", "0.5"]);
  const record = loadRecord(project.path, "1");
  return MODULES.map((name) => `${name} ${takeStopped(record, name).version}`).join(", ");
}

/** The files that README.md shows: the library consumer's, and the shortest module. */
export const pageReadme: Scenario = {
  manager: PACKAGE_MANAGERS.npm.name,
  added: "README.md: library/index.mjs, hello",
  isQuick: true,
  run: async (place) => {
    writePageFiles(join(place.sourcePath, "README.md"), place.folderPath);
    const project = await createProject(place, PACKAGE_MANAGERS.npm);
    const hello = join(place.folderPath, "hello");
    await runInProject({ ...project, path: hello }, ["npm", "install"]);
    await addPackages(project, ["@aux/cli", "@aux/core", "@aux/sniffer", hello]);
    writeConfiguration(project, "[hello]\nenabled = on\n\n[sniffer]\nenabled = on\n");
    const said = await runAuxiliary(project, ["run", "--", "node", "traffic.mjs"]);
    takeStopped(loadRecord(project.path, "1"), "hello");
    if (!said.includes(`analysing into ${project.path}`)) throw new Error(`hello said nothing:\n${said}`);
    return `${assertCaptured(project.path)}; ${await runLibrary(place)}`;
  },
};

async function runLibrary(place: Place): Promise<string> {
  const library = join(place.folderPath, "library");
  const remedy = "README.md shows this program: mend it, or what it uses.";
  const project = { path: library, manager: PACKAGE_MANAGERS.npm, env: place.settings.env, remedy };
  writeFileSync(join(library, "package.json"), '{ "private": true, "type": "module" }\n');
  await addPackages(project, ["@aux/core", "@aux/sniffer"]);
  const output = await runInProject(project, ["node", "index.mjs"]);
  if (!output.startsWith("stopped {")) throw new Error(`the library's example did not end well:\n${output}`);
  return "library example stopped well";
}
