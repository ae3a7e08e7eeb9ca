import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import type { Problem } from "../errors/problem.ts";

/** One error for all that is wrong: by file and line, and what has neither (a task's options) last. */
export function buildConfigurationError(
  problems: readonly Problem[],
  confPath: string,
): AuxiliaryError | undefined {
  const sorted = [...problems].sort(byPlace);
  const [first] = sorted;
  if (first === undefined) return undefined;
  if (sorted.length === 1) return new AuxiliaryError(first);
  const place = sorted.some(({ at }) => at?.file === confPath) ? confPath : "the configuration";
  const summary = { ...first, message: `${sorted.length} problems in ${place}` };
  return new AuxiliaryError(summary, { problems: sorted });
}

function byPlace(one: Problem, other: Problem): number {
  return compareFiles(one.at?.file, other.at?.file) || (one.at?.line ?? 0) - (other.at?.line ?? 0);
}

function compareFiles(one: string | undefined, other: string | undefined): number {
  if (one === other) return 0;
  if (one === undefined) return 1;
  if (other === undefined) return -1;
  return one < other ? -1 : 1;
}
