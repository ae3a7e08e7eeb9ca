import { reasonOf } from "../errors/auxiliary-error.ts";
import type { Problem } from "../errors/problem.ts";
import { buildCandidate, type Candidate, invalidPackage } from "./candidate.ts";
import { hasKeyword, parseManifest } from "./manifest.ts";
import { ManifestReader } from "./manifest-reader.ts";
import { findPackageLocator, type PackageLocator } from "./package-locator.ts";
import { loadProject } from "./project.ts";

/** What to look for: machineries are found with another keyword and manifest field than auxiliaries. */
export interface CandidateQuery {
  /** Default `auxiliary-module`. */
  readonly keyword?: string;
  /** The member of package.json that holds `name`, `order` and `aliasOf`. Default `auxiliary`. */
  readonly field?: string;
}

export interface FoundCandidates {
  /** In the order of package.json. */
  readonly candidates: readonly Candidate[];
  /** AUX_ROOT_INVALID, AUX_PNP_NOT_LOADED, AUX_PACKAGE_INVALID. */
  readonly problems: readonly Problem[];
  /** Direct dependencies that are not on the disk: whether they are candidates is unknown. */
  readonly notInstalled: readonly string[];
}

/**
 * The direct dependencies of a project that carry the keyword. Reads package.json files from the disk (`exports` may
 * hide them from a resolver) and imports nothing; transitive and global packages are never looked at.
 */
export function findCandidates(rootPath: string, query: CandidateQuery = {}): FoundCandidates {
  const reader = new ManifestReader();
  const project = loadProject(rootPath, reader);
  if (project.dependencies.length === 0)
    return { candidates: [], problems: project.problems, notInstalled: [] };
  const locator = findPackageLocator(project.rootPath);
  if ("problem" in locator) {
    return { candidates: [], problems: [...project.problems, locator.problem], notInstalled: [] };
  }
  const search = new CandidateSearch(reader, locator, query);
  for (const dependency of project.dependencies) search.look(dependency);
  const { candidates, problems, notInstalled } = search;
  return { candidates, problems: [...project.problems, ...problems], notInstalled };
}

class CandidateSearch {
  readonly candidates: Candidate[] = [];
  readonly problems: Problem[] = [];
  readonly notInstalled: string[] = [];
  /** By `name@version`: two names of one package are one candidate, be the alias a link or a copy. */
  readonly #seen = new Set<string>();
  readonly #reader: ManifestReader;
  readonly #locator: PackageLocator;
  readonly #keyword: string;
  readonly #field: string;

  constructor(reader: ManifestReader, locator: PackageLocator, query: CandidateQuery) {
    this.#reader = reader;
    this.#locator = locator;
    this.#keyword = query.keyword ?? "auxiliary-module";
    this.#field = query.field ?? "auxiliary";
  }

  look(dependency: string): void {
    for (const folder of this.#locator.foldersOf(dependency)) {
      try {
        const bytes = this.#reader.read(`${folder}/package.json`);
        if (bytes === undefined) continue;
        // Most packages are told apart by their bytes alone; parsing each would double the time.
        if (bytes.includes(this.#keyword)) this.#examine(dependency, folder, bytes.toString("utf8"));
      } catch (error) {
        this.problems.push(invalidPackage(dependency, folder, reasonOf(error)));
      }
      return;
    }
    this.notInstalled.push(dependency);
  }

  #examine(dependency: string, folder: string, text: string): void {
    const manifest = parseManifest(text);
    if (!hasKeyword(manifest, this.#keyword)) return;
    const built = buildCandidate({ dependency, directory: folder }, manifest, this.#field);
    if ("candidate" in built) this.#keep(built.candidate);
    else this.problems.push(built.problem);
  }

  #keep(candidate: Candidate): void {
    const identity = `${candidate.package}@${candidate.version}`;
    if (!this.#seen.has(identity)) this.candidates.push(candidate);
    this.#seen.add(identity);
  }
}
