import { readHostIdentity } from "../journal/host-identity.ts";
import type { RunBegan } from "../journal/journal-event.ts";
import { isAlive } from "../process/process-identity.ts";

/** What can be known of the process that a journal names as its runner. */
export type RunnerLife = "alive" | "gone" | "elsewhere";

/**
 * Whether a run still goes on. Numbers of processes mean nothing after the host has booted anew (`gone`), nor in another
 * container on the same host (`elsewhere`: nobody here can know).
 */
export function findRunnerLife({ host, runner }: RunBegan): RunnerLife {
  const here = readHostIdentity();
  if (host.bootId !== here.bootId) return "gone";
  if (host.pidNamespace !== here.pidNamespace) return "elsewhere";
  return isAlive(runner) ? "alive" : "gone";
}

/** Whether the numbers of processes that a journal names can still mean the same processes. */
export function isSameHost({ host }: RunBegan): boolean {
  const here = readHostIdentity();
  return host.bootId === here.bootId && host.pidNamespace === here.pidNamespace;
}
