import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ProblemCatalogue, ProblemMeaning } from "../../packages/core/src/errors/problem.ts";
import { listFiles } from "../workspace/list-files.ts";

/** One package's problems. */
export interface PackageProblems {
  /** Folder below `packages/`. */
  readonly folder: string;
  readonly problems: readonly (readonly [code: string, meaning: ProblemMeaning])[];
}

const CATALOGUE_FILE = /^packages\/([^/]+)\/src\/.*-problems\.ts$/;

/** Every catalogue of the workspace: what files called `*-problems.ts` export as `*_PROBLEMS`. */
export async function loadCatalogues(rootPath: string): Promise<readonly PackageProblems[]> {
  const found: PackageProblems[] = [];
  for (const file of listFiles(rootPath)) {
    const folder = CATALOGUE_FILE.exec(file)?.[1];
    if (folder === undefined) continue;
    const exported = (await import(pathToFileURL(join(rootPath, file)).href)) as Record<
      string,
      ProblemCatalogue
    >;
    const catalogues = Object.entries(exported).filter(([name]) => name.endsWith("_PROBLEMS"));
    found.push(...catalogues.map(([, catalogue]) => ({ folder, problems: Object.entries(catalogue) })));
  }
  return found.toSorted((a, b) => Number(b.folder === "core") - Number(a.folder === "core"));
}
