import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The fields of a package.json that the scripts look at. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly keywords?: readonly string[];
  readonly auxiliary?: { readonly name?: string; readonly aliasOf?: string };
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package of this workspace. */
export interface WorkspacePackage {
  readonly manifest: Manifest;
  /** Its folder relative to the repository's root, e.g. `packages/core`. */
  readonly folder: string;
}

/** Reads the manifest of a folder. */
export function loadManifest(folderPath: string): Manifest {
  return JSON.parse(readFileSync(join(folderPath, "package.json"), "utf8")) as Manifest;
}

/** Reads every package under `packages/`, in alphabetical order. */
export function loadPackages(rootPath: string): readonly WorkspacePackage[] {
  return readdirSync(join(rootPath, "packages"))
    .sort()
    .map((name) => `packages/${name}`)
    .filter((folder) => existsSync(join(rootPath, folder, "package.json")))
    .map((folder) => ({ folder, manifest: loadManifest(join(rootPath, folder)) }));
}
