import { loadPackages } from "../../workspace/load-packages.ts";

/** The version of each public package of a repository, by name. */
export function loadVersions(rootPath: string): ReadonlyMap<string, string> {
  const published = loadPackages(rootPath).filter(({ manifest }) => !manifest.private);
  return new Map(published.map(({ manifest }) => [manifest.name, manifest.version]));
}
