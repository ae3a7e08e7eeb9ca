import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { loadInterfaces } from "./interface-table.ts";

const LOOK_EVERY_MS = 5;
/** How often an interface that seems to be down is tried all the same: `/sys` may show another network namespace. */
const TRY_EVERY_MS = 250;
/** `IFF_UP` of netdevice(7). */
const UP_FLAG = 1;

/**
 * Resolves when an interface exists and is up, at most 5 ms late; when nobody can say whether it is up, 250 ms after it
 * was there. Rejects with the signal's reason.
 */
export async function untilInterface(name: string, signal: AbortSignal): Promise<void> {
  let seenMs: number | undefined;
  for (;;) {
    const isThere = (await loadInterfaces()).some((row) => row.name === name);
    if (!isThere) seenMs = undefined;
    else {
      seenMs ??= performance.now();
      if ((await isUp(name)) || performance.now() - seenMs >= TRY_EVERY_MS) return;
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

async function isUp(name: string): Promise<boolean> {
  try {
    const flags = Number(await readFile(`/sys/class/net/${name}/flags`, "utf8"));
    return (flags & UP_FLAG) !== 0;
  } catch {
    return false;
  }
}
