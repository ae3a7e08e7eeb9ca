import { setTimeout as delay } from "node:timers/promises";

/** What came of a call within its deadline. */
export type Settled =
  | { readonly status: "fulfilled"; readonly value: unknown }
  | { readonly status: "rejected"; readonly reason: unknown }
  | { readonly status: "pending" };

/** Calls a function, sync or async, and waits for its end, but not longer than `ms`. Never rejects. */
export async function settleWithin(ms: number, call: () => unknown): Promise<Settled> {
  const timer = new AbortController();
  const late = delay(ms, undefined, { signal: timer.signal }).then(
    (): Settled => ({ status: "pending" }),
    (): Settled => ({ status: "pending" }),
  );
  try {
    return await Promise.race([settle(call), late]);
  } finally {
    timer.abort();
  }
}

async function settle(call: () => unknown): Promise<Settled> {
  try {
    return { status: "fulfilled", value: await call() };
  } catch (reason) {
    return { status: "rejected", reason };
  }
}
