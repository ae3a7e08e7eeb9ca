import { realpathSync } from "node:fs";
import { join } from "node:path";
import { reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { directDependencies, parseManifest } from "./manifest.ts";
import type { ManifestReader } from "./manifest-reader.ts";
import { isPackageName } from "./package-name.ts";

/** The project whose dependencies are looked at. */
export interface Project {
  /** Absolute, without links: Node looks for packages from there. */
  readonly rootPath: string;
  readonly dependencies: readonly string[];
  readonly problems: readonly Problem[];
}

/** Reads the root's package.json; AUX_ROOT_INVALID when that cannot be, or for a dependency with an impossible name. */
export function loadProject(rootPath: string, reader: ManifestReader): Project {
  const file = join(rootPath, "package.json");
  try {
    const realRootPath = realpathSync.native(rootPath);
    const bytes = reader.read(join(realRootPath, "package.json"));
    if (bytes === undefined) return invalidRoot(rootPath, `${file} does not exist`);
    const names = [...directDependencies(parseManifest(bytes.toString("utf8")))];
    const problems = names.filter((name) => !isPackageName(name)).map((name) => nameProblem(file, name));
    return { rootPath: realRootPath, dependencies: names.filter(isPackageName), problems };
  } catch (error) {
    return invalidRoot(rootPath, `${file} cannot be used: ${reasonOf(error)}`);
  }
}

function invalidRoot(rootPath: string, message: string): Project {
  const at = { file: join(rootPath, "package.json") };
  return { rootPath, dependencies: [], problems: [coreProblem("AUX_ROOT_INVALID", message, { at })] };
}

function nameProblem(file: string, name: string): Problem {
  const value = JSON.stringify(name).slice(0, 80);
  return coreProblem("AUX_ROOT_INVALID", `${value} in ${file} is no package's name`, {
    at: { file, value },
    remedy: "Correct the dependency's name in package.json.",
  });
}
