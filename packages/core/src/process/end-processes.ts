import { setTimeout as delay } from "node:timers/promises";
import { nameOfProcess } from "./list-processes.ts";
import { isAlive, type ProcessStat } from "./process-identity.ts";

/** How long a process may take to end after SIGTERM, and after SIGKILL. */
const POLITE_MS = 2_000;
const KILL_MS = 2_000;
const LOOK_MS = 50;
const GRACE_LOOK_MS = 10;

export interface EndOptions {
  /** How long they may take to end by themselves, in milliseconds. Default 0. */
  readonly graceMs?: number;
  /** Once it has aborted, nobody is waited for or asked any more: SIGKILL at once. */
  readonly killSignal?: AbortSignal | undefined;
}

/** A process and what it is called, for a person. */
export type Named<Process> = Process & { readonly name: string };

/** Who is meant, as of now. */
type Find<Process> = () => readonly Process[] | Promise<readonly Process[]>;

/** What came of ending processes. Those that ended by themselves are in neither list. */
export interface EndedProcesses<Process> {
  readonly ended: readonly Named<Process>[];
  /** Could not be ended. */
  readonly left: readonly Named<Process>[];
}

/** Ends processes, politely and then by force, and those that join them meanwhile, and looks whether they are gone. */
export async function endProcesses<Process extends ProcessStat>(
  find: Find<Process>,
  { graceMs = 0, killSignal }: EndOptions = {},
): Promise<EndedProcesses<Process>> {
  const seen = new Map<string, Named<Process>>();
  const rounds: readonly Round[] = [
    { limitMs: graceMs, lookMs: GRACE_LOOK_MS, cutShort: killSignal },
    { signal: "SIGTERM", limitMs: POLITE_MS, lookMs: LOOK_MS, cutShort: killSignal },
    { signal: "SIGKILL", limitMs: KILL_MS, lookMs: LOOK_MS },
  ];
  for (const round of rounds) {
    if (round.limitMs === 0 || round.cutShort?.aborted === true) continue;
    if (await areGone(find, round, seen)) return { ended: [...seen.values()], left: [] };
  }
  const isLeft = new Set((await find()).map(keyOf));
  const all = [...seen.values()];
  return {
    ended: all.filter((each) => !isLeft.has(keyOf(each))),
    left: all.filter((each) => isLeft.has(keyOf(each))),
  };
}

interface Round {
  /** Missing: they are waited for. */
  readonly signal?: NodeJS.Signals;
  readonly limitMs: number;
  readonly lookMs: number;
  readonly cutShort?: AbortSignal | undefined;
}

/** Each one is signalled once. True when nothing is left. */
async function areGone<Process extends ProcessStat>(
  find: Find<Process>,
  { signal, limitMs, lookMs, cutShort }: Round,
  seen: Map<string, Named<Process>>,
): Promise<boolean> {
  const signalled = new Set<string>();
  const until = performance.now() + limitMs;
  for (;;) {
    const left = await find();
    if (left.length === 0) return true;
    for (const each of left) {
      const key = keyOf(each);
      if (signal === undefined || signalled.has(key)) continue;
      if (!seen.has(key)) seen.set(key, { ...each, name: nameOfProcess(each.pid) });
      signalled.add(key);
      sendSignal(each, signal);
    }
    if (performance.now() > until || cutShort?.aborted === true) return false;
    await delay(lookMs);
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

function keyOf({ pid, startTicks }: ProcessStat): string {
  return `${pid} ${startTicks}`;
}
