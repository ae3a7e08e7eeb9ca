import { type Candidate, findCandidates, nearestName, type Problem, type ProblemLocation } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { BUILT_IN_MACHINERY, EXTERNAL_MACHINERY } from "../machine/local-machine.ts";

/** Machineries that this project publishes: named where they are missing. */
const PUBLISHED = ["qemu", "libvirt"];

/**
 * The one direct dependency of the project that is the machinery of a name. Imports nothing.
 *
 * Finds AUX_MACHINERY_UNKNOWN, AUX_MACHINERY_CONFLICT, and why candidates could not be looked for: AUX_ROOT_INVALID,
 * AUX_PNP_NOT_LOADED, AUX_PACKAGE_INVALID.
 *
 * @param at the place that names the machinery
 */
export function findMachinery(
  rootPath: string,
  name: string,
  at: ProblemLocation,
): { readonly candidate: Candidate } | { readonly problems: readonly Problem[] } {
  const query = { keyword: "auxiliary-machinery", field: "machinery" };
  const { candidates, problems } = findCandidates(rootPath, query);
  const [first, second] = candidates.filter((candidate) => candidate.name === name);
  if (first === undefined) return { problems: [...problems, unknownMachinery(name, candidates, at)] };
  if (second === undefined) return { candidate: first };
  const message = `both ${first.package} and ${second.package} are the machinery ${JSON.stringify(name)}`;
  return { problems: [analysisProblem("AUX_MACHINERY_CONFLICT", message, { at })] };
}

function unknownMachinery(name: string, candidates: readonly Candidate[], at: ProblemLocation): Problem {
  const known = [BUILT_IN_MACHINERY, EXTERNAL_MACHINERY, ...candidates.map((candidate) => candidate.name)];
  const nearest = nearestName(name, new Set([...known, ...PUBLISHED]));
  const details = {
    at: { ...at, value: name, allowed: known.join(", "), ...(nearest === undefined ? {} : { nearest }) },
    ...remedyFor(
      PUBLISHED.find((published) => published === (nearest ?? name) && !known.includes(published)),
    ),
  };
  const section = at.section === undefined ? "" : `[${at.section}] `;
  return analysisProblem(
    "AUX_MACHINERY_UNKNOWN",
    `${section}no machinery of this project is called ${JSON.stringify(name)}`,
    details,
  );
}

/** A published one that is only not there yet has a remedy of its own. */
function remedyFor(published: string | undefined): { readonly remedy?: string } {
  if (published === undefined) return {};
  return { remedy: `Add the package @aux/machinery-${published} to this project.` };
}
