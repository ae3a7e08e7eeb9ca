import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { findPnpLocator } from "./pnp-locator.ts";

/** How the project's package manager lays out dependencies on the disk. */
export interface PackageLocator {
  /** Folders that may hold the dependency, the one that counts first. */
  foldersOf(dependency: string): Iterable<string>;
}

/** The project's layout: Yarn PnP where it rules and is loaded, `node_modules` of the root and above else. */
export function findPackageLocator(rootPath: string): PackageLocator | { readonly problem: Problem } {
  const pnp = findPnpLocator(rootPath);
  if (pnp !== undefined) return pnp;
  const unloaded = findPnpFile(rootPath);
  if (unloaded !== undefined) {
    const at = { file: unloaded };
    return { problem: coreProblem("AUX_PNP_NOT_LOADED", `${unloaded} is there, but not loaded`, { at }) };
  }
  const folders = ancestorsOf(rootPath).map((folder) => join(folder, "node_modules"));
  return { foldersOf: (dependency) => folders.map((folder) => `${folder}/${dependency}`) };
}

/** The `.pnp.cjs` that rules the root: none when a `node_modules` is nearer. */
function findPnpFile(rootPath: string): string | undefined {
  for (const folder of ancestorsOf(rootPath)) {
    if (existsSync(join(folder, ".pnp.cjs"))) return join(folder, ".pnp.cjs");
    if (existsSync(join(folder, "node_modules"))) return undefined;
  }
  return undefined;
}

function ancestorsOf(path: string): readonly string[] {
  const folders = [path];
  for (let folder = dirname(path); folder !== folders.at(-1); folder = dirname(folder)) folders.push(folder);
  return folders;
}
