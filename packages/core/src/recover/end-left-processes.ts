import { setTimeout as delay } from "node:timers/promises";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { nameOfProcess } from "../process/list-processes.ts";
import { isAlive, type ProcessStat } from "../process/process-identity.ts";

/** How long what is left may take to end after SIGTERM, and after SIGKILL. */
const POLITE_MS = 2_000;
const KILL_MS = 2_000;
const LOOK_MS = 50;

/** What came of ending processes. */
export interface EndedProcesses {
  /** Each by name and number. */
  readonly ended: readonly string[];
  /** AUX_RECOVER_LEFT for each that could not be ended. */
  readonly problems: readonly Problem[];
}

/** Ends processes, politely and then by force, and those that join them meanwhile, and looks whether they are gone. */
export async function endLeftProcesses(find: () => readonly ProcessStat[]): Promise<EndedProcesses> {
  const names = new Map<string, string>();
  for (const [signal, limitMs] of [
    ["SIGTERM", POLITE_MS],
    ["SIGKILL", KILL_MS],
  ] as const) {
    if (await signalUntilGone(find, { signal, limitMs, names })) break;
  }
  const left = find();
  const isLeft = new Set(left.map(keyOf));
  return {
    ended: [...names].flatMap(([key, name]) => (isLeft.has(key) ? [] : [name])),
    problems: left.map(describeLeft),
  };
}

interface Round {
  readonly signal: NodeJS.Signals;
  readonly limitMs: number;
  readonly names: Map<string, string>;
}

/** Each one is signalled once. True when nothing is left, or nothing that can be signalled. */
async function signalUntilGone(find: () => readonly ProcessStat[], round: Round): Promise<boolean> {
  const signalled = new Set<string>();
  const until = performance.now() + round.limitMs;
  for (;;) {
    const left = find();
    for (const each of left) {
      const key = keyOf(each);
      if (!round.names.has(key)) round.names.set(key, nameOfProcess(each.pid));
      if (signalled.has(key)) continue;
      signalled.add(key);
      sendSignal(each, round.signal);
    }
    if (left.length === 0) return true;
    if (performance.now() > until) return false;
    await delay(LOOK_MS);
  }
}

/** Asked once more who it is, right before: the number may have been given away. */
function sendSignal(target: ProcessStat, signal: NodeJS.Signals): void {
  if (!isAlive(target)) return;
  try {
    process.kill(target.pid, signal);
  } catch {
    // It is gone, or another user's: whoever looks afterwards sees which.
  }
}

function describeLeft({ pid }: ProcessStat): Problem {
  return coreProblem("AUX_RECOVER_LEFT", `${nameOfProcess(pid)} of the killed run could not be ended`, {
    remedy: `End it as the user it runs as, or as root: kill -KILL ${pid}`,
  });
}

function keyOf({ pid, startTicks }: ProcessStat): string {
  return `${pid} ${startTicks}`;
}
