import type { Candidate } from "./candidate.ts";

/**
 * The candidate that serves in another's place because both are one auxiliary under one name (`aliasOf`), through any
 * number of aliases; undefined when the candidate serves itself. Packages that name each other in a circle serve
 * themselves: no one of them is the auxiliary.
 */
export function findServing(candidate: Candidate, candidates: readonly Candidate[]): Candidate | undefined {
  const seen = new Set([candidate]);
  let serving = candidate;
  for (;;) {
    const { aliasOf, name } = serving;
    const next = candidates.find((other) => other.package === aliasOf && other.name === name);
    if (aliasOf === undefined || next === undefined) return serving === candidate ? undefined : serving;
    if (seen.has(next)) return undefined;
    seen.add(next);
    serving = next;
  }
}
