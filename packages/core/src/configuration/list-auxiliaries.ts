import { findServing } from "../discovery/aliases.ts";
import type { Candidate } from "../discovery/candidate.ts";
import type { Problem } from "../errors/problem.ts";
import { type ConfigurationPlan, loadConfigurationPlan, type ProjectPaths } from "./section-plan.ts";

/** One candidate as `auxiliary list` shows it. */
export interface ListedAuxiliary {
  /** Of the module and its section. */
  readonly name: string;
  readonly package: string;
  readonly version: string;
  /** Whether a run would import and start it. */
  readonly enabled: boolean;
  /** Why it is not enabled. */
  readonly reason?: string;
  /** The section's, else the one that the package announces; undefined: set by the class, 1 by default. */
  readonly order?: number;
}

export interface AuxiliaryList {
  /** By name, then package. */
  readonly auxiliaries: readonly ListedAuxiliary[];
  /** All that is wrong and can be known without importing; a missing configuration is a reason, not a problem. */
  readonly problems: readonly Problem[];
}

/** Every candidate of the project, enabled or why not. Imports nothing, and needs no configuration. */
export function listAuxiliaries(paths: ProjectPaths): AuxiliaryList {
  const plan = loadConfigurationPlan(paths);
  const auxiliaries = plan.found.candidates.map((candidate) => listCandidate(candidate, plan)).sort(byName);
  return { auxiliaries, problems: plan.problems.filter(({ code }) => code !== "AUX_CONF_MISSING") };
}

function listCandidate(candidate: Candidate, plan: ConfigurationPlan): ListedAuxiliary {
  const reason = findReason(candidate, plan);
  const order = plan.sections.get(candidate.name)?.common.order ?? candidate.order;
  return {
    name: candidate.name,
    package: candidate.package,
    version: candidate.version,
    enabled: reason === undefined,
    ...(reason === undefined ? {} : { reason }),
    ...(order === undefined ? {} : { order }),
  };
}

function findReason(candidate: Candidate, { file, found, sections }: ConfigurationPlan): string | undefined {
  const section = sections.get(candidate.name);
  if (section?.candidate === candidate)
    return section.common.enabled ? undefined : disabledReason(section.location);
  const serving = section?.candidate ?? findServing(candidate, found.candidates);
  if (serving !== undefined) return replacedReason(candidate, serving, found.candidates);
  if (section !== undefined) return `it is unclear which package serves [${candidate.name}]`;
  const isMissing = file.problems.some(({ code }) => code === "AUX_CONF_MISSING");
  return isMissing ? `${file.path} does not exist` : `no section [${candidate.name}] in ${file.path}`;
}

function disabledReason({
  keys,
}: {
  readonly keys: Readonly<Record<string, { readonly value?: string }>>;
}): string {
  return `enabled = ${keys.enabled?.value ?? "off"}`;
}

function replacedReason(candidate: Candidate, serving: Candidate, candidates: readonly Candidate[]): string {
  const isSame =
    findServing(candidate, candidates) === serving || findServing(serving, candidates) === candidate;
  if (isSame) return `same auxiliary as ${serving.package}, which serves [${serving.name}]`;
  return `[${serving.name}] is served by ${serving.dependency}`;
}

function byName(one: ListedAuxiliary, other: ListedAuxiliary): number {
  return compare(one.name, other.name) || compare(one.package, other.package);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
