import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { FoundCandidates } from "../discovery/find-candidates.ts";
import { unscopedName } from "../discovery/package-name.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { nearestName } from "./nearest-name.ts";
import { buildSectionPlace, type OptionsLocation } from "./option-place.ts";

/** AUX_CONF_UNKNOWN_SECTION with the likeliest reason: a misspelt name, a package not installed, or not a direct one. */
export function buildUnknownSection(
  location: OptionsLocation,
  found: FoundCandidates,
  rootPath: string,
): Problem {
  const known = [...new Set(found.candidates.map(({ name }) => name))].sort();
  const nearest = nearestName(location.section, known);
  const remedy =
    notInstalledRemedy(location.section, found.notInstalled) ??
    transitiveRemedy(location.section, rootPath) ??
    misspeltRemedy(nearest, known);
  const allowed = known.length === 0 ? {} : { allowed: known.join(", ") };
  const at = { ...buildSectionPlace(location), ...allowed, ...(nearest === undefined ? {} : { nearest }) };
  return coreProblem("AUX_CONF_UNKNOWN_SECTION", `no package of this project serves [${location.section}]`, {
    at,
    remedy,
  });
}

function notInstalledRemedy(section: string, notInstalled: readonly string[]): string | undefined {
  const name = notInstalled.find((dependency) => unscopedName(dependency) === section);
  if (name === undefined) return undefined;
  return `${name} is in package.json, but not installed: install the project's packages (\`pnpm install\`).`;
}

function transitiveRemedy(section: string, rootPath: string): string | undefined {
  const name = findTransitive(section, rootPath);
  if (name === undefined) return undefined;
  return `${name} is only there for another package: add the package to this project (\`pnpm add ${name}\`).`;
}

function misspeltRemedy(nearest: string | undefined, known: readonly string[]): string {
  const question = nearest === undefined ? "" : `Did you mean [${nearest}]? `;
  const list = known.length === 0 ? "This project has none." : `Known: ${known.join(", ")}.`;
  return `${question}Correct the section's name, or add the package that serves it to this project. ${list}`;
}

/** Where package managers put the dependencies of dependencies; looked at only to word the remedy. */
function findTransitive(section: string, rootPath: string): string | undefined {
  for (const hoisted of ["node_modules", join("node_modules", ".pnpm", "node_modules")]) {
    const folder = join(rootPath, hoisted);
    const names = [section, ...scopesIn(folder).map((scope) => `${scope}/${section}`)];
    const name = names.find((candidate) => existsSync(join(folder, candidate, "package.json")));
    if (name !== undefined) return name;
  }
  return undefined;
}

function scopesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.startsWith("@"));
}
