import { findServing } from "../discovery/aliases.ts";
import type { Candidate } from "../discovery/candidate.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { nearestName } from "./nearest-name.ts";
import { buildOptionPlace, buildSectionPlace, type OptionsLocation } from "./option-place.ts";

/** Which of the candidates serves a section, or why none does; neither when none bears its name. */
export interface SectionCandidate {
  readonly candidate?: Candidate;
  /** AUX_PACKAGE_CONFLICT, AUX_CONF_VALUE (of `package`). */
  readonly problem?: Problem;
}

/** The candidate of the section's name; of several the one that `package =` names, or that the others are aliases of. */
export function findSectionCandidate(
  location: OptionsLocation,
  chosen: string | undefined,
  candidates: readonly Candidate[],
): SectionCandidate {
  const claimants = candidates.filter((candidate) => candidate.name === location.section);
  if (claimants.length === 0) return {};
  if (chosen !== undefined) return chooseClaimant(chosen, claimants, location);
  const serving = claimants.filter((candidate) => findServing(candidate, candidates) === undefined);
  const [first, second] = serving;
  if (first === undefined || second !== undefined) return { problem: conflict(serving, location) };
  return { candidate: first };
}

function chooseClaimant(
  chosen: string,
  claimants: readonly Candidate[],
  location: OptionsLocation,
): SectionCandidate {
  const byDependency = claimants.filter(({ dependency }) => dependency === chosen);
  const named = byDependency.length > 0 ? byDependency : claimants.filter((one) => one.package === chosen);
  const [candidate, another] = named;
  if (candidate === undefined) return { problem: wrongPackage(chosen, claimants, location) };
  return another === undefined ? { candidate } : { problem: conflict(named, location) };
}

function wrongPackage(chosen: string, claimants: readonly Candidate[], location: OptionsLocation): Problem {
  const known = claimants.map(({ dependency }) => dependency);
  const nearest = nearestName(chosen, known);
  const allowed = known.join(", ");
  const at = { value: chosen, allowed, ...(nearest === undefined ? {} : { nearest }) };
  return coreProblem("AUX_CONF_VALUE", `[${location.section}] package = ${chosen} serves no such section`, {
    at: { ...buildOptionPlace(location, "package"), ...at },
    remedy: `Allowed: ${allowed}.`,
  });
}

function conflict(claimants: readonly Candidate[], location: OptionsLocation): Problem {
  const names = claimants.map(({ dependency }) => dependency);
  const message = `[${location.section}] is served by ${names.length} packages: ${names.join(", ")}`;
  return coreProblem("AUX_PACKAGE_CONFLICT", message, {
    at: { ...buildSectionPlace(location), allowed: names.join(", ") },
    remedy: `Add \`package = ${names[0]}\` to the section to say which one, or remove one of the two.`,
  });
}
