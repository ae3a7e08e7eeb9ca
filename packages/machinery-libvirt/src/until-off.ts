import { setTimeout as delay } from "node:timers/promises";
import { reasonOf } from "@aux/core";
import type { Domain } from "./domain.ts";
import { isOff } from "./domain-state.ts";

export interface PowerLook {
  /** How long to wait between two looks, in milliseconds. */
  readonly everyMs: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/** So many looks in a row may fail (a daemon that restarts) before the machine counts as lost. */
const FAILURES_ALLOWED = 10;

/**
 * Looks at the domain's state until it is off: true. False when the signal aborts first.
 *
 * Looking works with every driver of libvirt and misses nothing. `virsh event` would have to be armed before the state
 * is read, cannot say that it is, and would have to be backed by looking anyhow.
 *
 * @throws Error when virsh fails time and again
 */
export async function untilOff(domain: Domain, { everyMs, signal }: PowerLook): Promise<boolean> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      if (isOff(await domain.state({ signal }))) return true;
      failures = 0;
    } catch (error) {
      if (signal.aborted) return false;
      failures += 1;
      if (failures >= FAILURES_ALLOWED)
        throw new Error(`libvirt lost sight of the domain: ${reasonOf(error)}`, { cause: error });
    }
    await delay(everyMs, undefined, { signal }).catch(() => {});
  }
  return false;
}
