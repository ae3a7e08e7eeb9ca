import { SECTION_NAME, SECTION_NAME_ALLOWED } from "../configuration/section-name.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { type Manifest, ownMember } from "./manifest.ts";
import { unscopedName } from "./package-name.ts";

/** A direct dependency of the project that carries the keyword; nothing of it has been imported. */
export interface Candidate {
  /** Of the module and its section: the manifest's `auxiliary.name`, or the package's name without its scope. */
  readonly name: string;
  readonly package: string;
  /** The name in the project's package.json: another one when it is an alias (`npm:`). */
  readonly dependency: string;
  /** Empty when the package.json has none. */
  readonly version: string;
  /** Absolute; as the package manager linked it. */
  readonly directory: string;
  /** `auxiliary.order`: what the class is expected to set, so that a list can show it without importing. */
  readonly order?: number;
  /** `auxiliary.aliasOf`: this package is only another name of that one. */
  readonly aliasOf?: string;
}

/** Where a package was found, under which name. */
export interface FoundPackage {
  readonly dependency: string;
  readonly directory: string;
}

/** The candidate a manifest describes, or what is wrong with it. `field` is the manifest's own: `auxiliary`. */
export function buildCandidate(
  found: FoundPackage,
  manifest: Manifest,
  field: string,
): { readonly candidate: Candidate } | { readonly problem: Problem } {
  const said = ownMember(manifest, field);
  const packageName = textOf(ownMember(manifest, "name")) ?? found.dependency;
  const name = ownMember(said, "name") ?? unscopedName(packageName);
  if (typeof name !== "string" || !SECTION_NAME.test(name))
    return { problem: nameProblem(found, field, name) };
  const order = ownMember(said, "order");
  const aliasOf = textOf(ownMember(said, "aliasOf"));
  const candidate = {
    name,
    package: packageName,
    dependency: found.dependency,
    version: textOf(ownMember(manifest, "version")) ?? "",
    directory: found.directory,
    ...(typeof order === "number" && Number.isFinite(order) ? { order } : {}),
    ...(aliasOf === undefined ? {} : { aliasOf }),
  };
  return { candidate };
}

/** A package whose package.json is of no use. */
export function invalidPackage(dependency: string, directory: string, reason: string): Problem {
  const at = { file: `${directory}/package.json` };
  return coreProblem("AUX_PACKAGE_INVALID", `the package.json of ${dependency} cannot be used: ${reason}`, {
    at,
  });
}

function nameProblem(found: FoundPackage, field: string, name: unknown): Problem {
  const shown = (JSON.stringify(name) ?? "nothing").slice(0, 80);
  return invalidPackage(
    found.dependency,
    found.directory,
    `its name ${shown} is none that a section can have; \`${field}.name\` must be ${SECTION_NAME_ALLOWED}`,
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
