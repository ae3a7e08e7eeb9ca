import type { ContractOptions } from "./contract-options.ts";

/** The deadlines of a contract test, in milliseconds. */
export interface ContractDeadlines {
  readonly startTimeoutMs: number;
  readonly stopTimeoutMs: number;
  readonly abortTimeoutMs: number;
}

/** The given ones, else the defaults. Touches no other option: a getter of the author's is for the test's own time. */
export function deadlinesOf(options: ContractOptions): ContractDeadlines {
  const { startTimeoutMs = 10_000, stopTimeoutMs = 10_000, abortTimeoutMs = 3_000 } = options;
  return { startTimeoutMs, stopTimeoutMs, abortTimeoutMs };
}
