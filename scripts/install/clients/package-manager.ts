import { appendFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installCachedTool } from "./cached-tool.ts";

/** A package manager as the install test drives it. */
export interface PackageManager {
  /** As it stands in the table, e.g. `Yarn 4 (PnP)`. */
  readonly name: string;
  /** The npm package that brings it and its version; undefined: npm, which comes with Node. */
  readonly tool?: { readonly packageName: string; readonly version: string };
  /** The words before the names of packages to add. */
  readonly add: readonly string[];
  /** The words before a command of the project. */
  readonly exec: readonly string[];
  /** The command that brings a project up to date. */
  readonly update: readonly string[];
  /** Adds what is needed to a fresh project's files. */
  readonly prepare?: (projectPath: string) => void;
}

const YARN = {
  tool: { packageName: "@yarnpkg/cli-dist", version: "4.18.1" },
  add: ["yarn", "add"],
  exec: ["yarn", "exec"],
  update: ["yarn", "up", "--recursive", "@aux/*"],
};

function writeLinker(linker: string): (projectPath: string) => void {
  return (projectPath) => appendFileSync(join(projectPath, ".yarnrc.yml"), `nodeLinker: ${linker}\n`);
}

/** Those that the README names, in the versions that are tried. */
export const PACKAGE_MANAGERS = {
  npm: { name: "npm", add: ["npm", "install"], exec: ["npx"], update: ["npm", "update"] },
  pnpm10: {
    name: "pnpm 10",
    tool: { packageName: "pnpm", version: "10.34.9" },
    add: ["pnpm", "add"],
    exec: ["pnpm", "exec"],
    update: ["pnpm", "update"],
  },
  pnpm12: {
    name: "pnpm 12",
    tool: { packageName: "pnpm", version: "12.21.0" },
    add: ["pnpm", "add"],
    exec: ["pnpm", "exec"],
    update: ["pnpm", "update"],
  },
  yarnModules: { ...YARN, name: "Yarn 4 (node_modules)", prepare: writeLinker("node-modules") },
  yarnPnp: { ...YARN, name: "Yarn 4 (PnP)", prepare: writeLinker("pnp") },
  bun: {
    name: "Bun",
    tool: { packageName: "bun", version: "1.4.5" },
    add: ["bun", "add"],
    exec: ["bunx"],
    update: ["bun", "update"],
  },
} as const satisfies Record<string, PackageManager>;

/** Puts a program of an npm package first on PATH. */
export async function addToPath(
  rootPath: string,
  { packageName, version }: { readonly packageName: string; readonly version: string },
  env: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
  const name = `${packageName.replace("@", "").replace("/", "-")}-${version}`;
  const folderPath = await installCachedTool(rootPath, name, { dependencies: { [packageName]: version } });
  return { ...env, PATH: [join(folderPath, "node_modules/.bin"), env.PATH].join(delimiter) };
}
