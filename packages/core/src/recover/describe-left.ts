import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";

/** AUX_RECOVER_LEFT: what a killed run has left and cannot be ended is another user's. */
export function describeLeft({ pid, name }: { readonly pid: number; readonly name: string }): Problem {
  return coreProblem("AUX_RECOVER_LEFT", `${name} of the killed run could not be ended`, {
    remedy: `End it as the user it runs as, or as root: kill -KILL ${pid}`,
  });
}
