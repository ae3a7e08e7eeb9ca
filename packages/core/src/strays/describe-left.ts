import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { EndedProgram } from "./find-strays.ts";

const MOST_NAMES = 5;

/** AUX_STRAY_LEFT: what cannot be ended is another user's. */
export function describeLeft(
  { name, auxiliary }: EndedProgram,
  strays: readonly { readonly pid: number; readonly name: string }[],
): Problem {
  const named = strays.slice(0, MOST_NAMES);
  const owner = auxiliary === undefined ? name : `${name} of ${auxiliary}`;
  const more = strays.length === named.length ? "" : ` and ${strays.length - named.length} more`;
  const names = `${named.map((stray) => stray.name).join(", ")}${more}`;
  return coreProblem("AUX_STRAY_LEFT", `${owner} left behind what cannot be ended: ${names}`, {
    remedy: `End it as the user it runs as, or as root: kill -KILL ${named.map(({ pid }) => pid).join(" ")}`,
  });
}
