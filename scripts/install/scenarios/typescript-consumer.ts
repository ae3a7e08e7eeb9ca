import { cpSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE_MANAGERS } from "../clients/package-manager.ts";
import { addPackages, createProject, runInProject } from "./project.ts";
import type { Scenario } from "./scenario.ts";

const COMPILERS = ["5.9.3", "7.0.2"];
const PACKAGES = ["@aux/core", "@aux/analysis", "@aux/sniffer", "@aux/testing"];
const CONFIGURATIONS = ["tsconfig.json", "tsconfig.bundler.json"];

/** A strict TypeScript program that embeds the runner, for each compiler with both ways to resolve modules. */
export const typescriptConsumers: readonly Scenario[] = COMPILERS.map((version) => ({
  manager: PACKAGE_MANAGERS.npm.name,
  added: `${PACKAGES.join(" ")}, TypeScript ${version}`,
  run: async (place) => {
    const project = await createProject(place, PACKAGE_MANAGERS.npm);
    cpSync(join(place.sourcePath, "install-test/typescript-consumer"), project.path, { recursive: true });
    await addPackages(project, PACKAGES);
    await addPackages(project, ["--save-dev", `typescript@${version}`, "@types/node@20"]);
    const said: string[] = [];
    for (const configuration of CONFIGURATIONS) {
      await runInProject(project, ["npx", "tsc", "--project", configuration]);
      said.push((await runInProject(project, ["node", "dist/index.js"])).trim());
    }
    return `nodenext and bundler compile; ${said[0]}`;
  },
}));
