import type { AuxiliaryError } from "../errors/auxiliary-error.ts";

export interface Deadline {
  readonly ms: number;
  /** Builds the error that names what did not end, and why that may be. */
  readonly error: () => AuxiliaryError;
  /** Ends the wait at once, with `abortError` or else with `error`. */
  readonly signal?: AbortSignal | undefined;
  readonly abortError?: () => AuxiliaryError;
  /** With it, the work may still take this long once the signal has aborted. Default: none, the wait ends at once. */
  readonly graceMs?: number;
}

/**
 * Waits for `work`, but never longer than its deadline. What `work` does after that is ignored: it must itself watch a
 * signal to end early.
 */
export function withDeadline<Value>(work: Promise<Value>, deadline: Deadline): Promise<Value> {
  const { signal, graceMs } = deadline;
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const fail = (error: () => AuxiliaryError) => () => {
      end();
      reject(error());
    };
    const late = fail(deadline.error);
    const cutShort = fail(deadline.abortError ?? deadline.error);
    const onAbort = () => {
      if (graceMs === undefined) return cutShort();
      clearTimeout(timer);
      timer = setTimeout(cutShort, Math.min(graceMs, deadline.ms));
    };
    let timer = setTimeout(late, deadline.ms);
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener("abort", onAbort);
    work.then(
      (value) => {
        end();
        resolve(value);
      },
      (reason: unknown) => {
        end();
        reject(reason);
      },
    );
  });
}
