import { isMainThread } from "node:worker_threads";
import { loadCommand, loadEnvironment, loadProcesses, type ProcessEntry } from "./process-list.ts";

/** A process that was started since a baseline and still runs. */
export interface LeftoverProcess {
  readonly pid: number;
  /** Its arguments with blanks between them. */
  readonly command: string;
  /** Clock ticks since boot: with the pid it names a process for good. */
  readonly startedAt: string;
}

/** Names the processes that run now, so that later ones are told from them. */
export function loadProcessKeys(): ReadonlySet<string> {
  return new Set(loadProcesses().map(keyOf));
}

/**
 * The processes started since then that belong here: descendants of this process, those with `marker` in their
 * environment or command line, and those in the session of one of these. A daemon that has left its parent and its
 * session is thus found by the marker.
 */
export function findOwnProcesses(known: ReadonlySet<string>, marker: string): readonly LeftoverProcess[] {
  const all = loadProcesses();
  const added = all.filter((entry) => !known.has(keyOf(entry)) && !"ZX".includes(entry.state));
  const descendants = isMainThread ? findDescendants(all) : new Set<number>();
  const own = added.filter((entry) => descendants.has(entry.pid) || isMarked(entry.pid, marker));
  const sessions = new Set(
    own.map((entry) => entry.session).filter((session) => session !== ownSession(all)),
  );
  return added
    .filter((entry) => own.includes(entry) || sessions.has(entry.session))
    .map(({ pid, startedAt }) => ({ pid, startedAt, command: loadCommand(pid) }));
}

/** Children of other threads are not ours to judge, hence only on the main thread. */
function findDescendants(all: readonly ProcessEntry[]): ReadonlySet<number> {
  const found = new Set([process.pid]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const entry of all) if (found.has(entry.parent)) found.add(entry.pid);
  }
  found.delete(process.pid);
  return found;
}

function isMarked(pid: number, marker: string): boolean {
  return loadEnvironment(pid).includes(marker) || loadCommand(pid).includes(marker);
}

function ownSession(all: readonly ProcessEntry[]): number | undefined {
  return all.find((entry) => entry.pid === process.pid)?.session;
}

function keyOf(entry: ProcessEntry): string {
  return `${entry.pid} ${entry.startedAt}`;
}
