import { readdirSync } from "node:fs";
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { hasVariable } from "../process/list-processes.ts";
import { findProcess, type ProcessStat } from "../process/process-identity.ts";
import { endLeftProcesses } from "../recover/end-left-processes.ts";
import { RUN_MARKER } from "../tool/spawn-guarded.ts";

/** So many processes are looked at before others have their turn. */
const AT_ONCE = 50;
/** What has just been killed is still there for a moment. */
const MOMENT_MS = 100;

/**
 * Ends what programs of a run have left in sessions of their own, where no signal to their groups reaches it: daemons. They
 * are known by the run's marker in their environment.
 *
 * @param marker its beginning
 */
export async function endStrays(marker: string): Promise<readonly Problem[]> {
  if ((await findMarked(marker)).length === 0) return [];
  await delay(MOMENT_MS);
  const strays = await findMarked(marker);
  if (strays.length === 0) return [];
  const pids = new Set(strays.map(({ pid }) => pid));
  const { ended, problems } = await endLeftProcesses(() =>
    [...pids].flatMap((pid) => findMarkedOne(pid, marker)),
  );
  return [
    ...ended.map((name) =>
      coreProblem("AUX_PROGRAM_LEFT", `a program of this run left ${name} running, which was ended`),
    ),
    ...problems,
  ];
}

/** Two hundred runs that end at once in one process must not hold it up. */
async function findMarked(marker: string): Promise<readonly ProcessStat[]> {
  const found: ProcessStat[] = [];
  for (const [index, pid] of listPids().entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await nextTurn();
    found.push(...findMarkedOne(pid, marker));
  }
  return found;
}

function findMarkedOne(pid: number, marker: string): readonly ProcessStat[] {
  if (pid === process.pid || !hasVariable(pid, `${RUN_MARKER}=${marker}`)) return [];
  const stat = findProcess(pid);
  return stat === undefined ? [] : [stat];
}

/** None where there is no /proc. */
function listPids(): readonly number[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
