import type { Problem } from "../errors/problem.ts";
import { endProcesses } from "../process/end-processes.ts";
import type { EndedStray } from "../record/record.ts";
import { describeLeft } from "./describe-left.ts";
import { type EndedProgram, findStrays } from "./find-strays.ts";

/** How long what has outlived its program may take to end by itself: a browser's helpers mostly do. */
const GRACE_MS = 500;
/** A program may have left thousands. */
const MOST_RECORDED = 100;

/** What came of what had outlived its program. */
export interface EndedStrays {
  readonly ended: readonly EndedStray[];
  /** AUX_STRAY_LEFT, once for a program. */
  readonly problems: readonly Problem[];
}

/**
 * Ends what has outlived its program and left its group: 0.5 s for itself, 2 s after SIGTERM, 2 s after SIGKILL. Looks at
 * /proc once where nothing is found, and never where no program was started.
 */
export async function endStrays(
  programs: ReadonlyMap<string, EndedProgram>,
  killSignal: AbortSignal | undefined,
): Promise<EndedStrays> {
  if (programs.size === 0) return { ended: [], problems: [] };
  const { ended, left } = await endProcesses(() => findStrays(programs), { graceMs: GRACE_MS, killSignal });
  return {
    ended: ended.slice(0, MOST_RECORDED).map(({ name, program: { name: program, auxiliary } }) => ({
      process: name,
      program,
      ...(auxiliary === undefined ? {} : { auxiliary }),
    })),
    problems: [...programs.values()].flatMap((program) => {
      const strays = left.filter((stray) => stray.program === program);
      return strays.length === 0 ? [] : [describeLeft(program, strays)];
    }),
  };
}
