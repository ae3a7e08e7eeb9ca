import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import { isMainThread } from "node:worker_threads";
import type { Baseline } from "./baseline.ts";
import { loadContents } from "./folder-contents.ts";
import type { LeftoverHandle } from "./handle-watch.ts";
import { loadOpenDescriptors, type OpenDescriptor } from "./open-descriptors.ts";
import { findOwnProcesses, type LeftoverProcess } from "./own-processes.ts";
import { findProcess } from "./process-list.ts";
import { findAddedListeners } from "./process-listeners.ts";

/** What is there and was not before; every list empty when nothing was left behind. */
export interface Leftovers {
  readonly processes: readonly LeftoverProcess[];
  readonly handles: readonly LeftoverHandle[];
  readonly descriptors: readonly OpenDescriptor[];
  /** Absolute paths of new files and folders in the baseline's folders. */
  readonly files: readonly string[];
}

export interface FindLeftoversOptions {
  /** How long what is about to end may take to end. Default 2,000. */
  readonly settleMs?: number;
}

const POLL_MS = 20;

/**
 * What was left behind since a baseline. Returns as soon as there is nothing; what is still there when the time to
 * settle is over counts as left.
 */
export async function findLeftovers(
  baseline: Baseline,
  options: FindLeftoversOptions = {},
): Promise<Leftovers> {
  const deadline = performance.now() + (options.settleMs ?? 2_000);
  for (;;) {
    // A timer that was cleared, or has fired, in this turn counts until the next.
    await nextTurn();
    const found = findLeftoversNow(baseline);
    if (!hasLeftovers(found) || performance.now() >= deadline) return found;
    await delay(POLL_MS);
  }
}

/** The same at this moment, without waiting for anything to end: a timer cleared in this very turn still counts. */
export function findLeftoversNow(baseline: Baseline): Leftovers {
  return {
    processes: findOwnProcesses(baseline.processes, baseline.marker),
    handles: findHandles(baseline),
    descriptors: isMainThread ? findDescriptors(baseline) : [],
    files: [...loadContents(baseline.folderPaths)].filter((path) => !baseline.files.has(path)),
  };
}

/** True when there is anything at all. */
export function hasLeftovers(leftovers: Leftovers): boolean {
  const { processes, handles, descriptors, files } = leftovers;
  return [processes, handles, descriptors, files].some((list) => list.length > 0);
}

/** Kills the processes that were left, so that a failed test does not burden the host. */
export function endLeftoverProcesses(leftovers: Leftovers): void {
  for (const { pid, startedAt } of leftovers.processes) {
    if (findProcess(pid)?.startedAt !== startedAt) continue;
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended in between, or is somebody else's.
    }
  }
}

function findHandles({ handles, listeners }: Baseline): readonly LeftoverHandle[] {
  const added = [...findAddedListeners(listeners)].map(([event, count]) => ({
    type: `process.on("${event}")`,
    count,
    madeAt: [],
  }));
  return [...handles.find(), ...added];
}

function findDescriptors({ descriptors }: Baseline): readonly OpenDescriptor[] {
  return loadOpenDescriptors().filter(({ number, target }) => !descriptors.has(`${number} ${target}`));
}
