import { setImmediate as nextTurn } from "node:timers/promises";
import { findVariable, listNumbers } from "../process/list-processes.ts";
import { findProcess, type ProcessStat } from "../process/process-identity.ts";
import { RUN_MARKER } from "../tool/spawn-guarded.ts";

/** So many processes are looked at before others have their turn: two hundred runs may end at once in one process. */
const AT_ONCE = 50;

/** A program of a run that is over. */
export interface EndedProgram {
  readonly name: string;
  /** Whose it was; missing for the machinery's own. */
  readonly auxiliary?: string | undefined;
}

/** A process that outlived the program that it descends from. */
export interface Stray extends ProcessStat {
  readonly program: EndedProgram;
}

/**
 * What has the marker of a program that has ended, wherever it went. A marker is one program's alone, and a run inside of
 * this one gives its programs others; so neither those of another run nor programs that still run are found.
 */
export async function findStrays(programs: ReadonlyMap<string, EndedProgram>): Promise<readonly Stray[]> {
  const strays: Stray[] = [];
  for (const [index, pid] of listNumbers().entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await nextTurn();
    const program = programs.get(findVariable(pid, RUN_MARKER) ?? "");
    const found = program === undefined ? undefined : findProcess(pid);
    if (program !== undefined && found !== undefined) strays.push({ ...found, program });
  }
  return strays;
}
