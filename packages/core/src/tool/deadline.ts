import type { AuxiliaryError } from "../errors/auxiliary-error.ts";

export interface Deadline {
  readonly ms: number;
  /** Builds the error that names what did not end, and why that may be. */
  readonly error: () => AuxiliaryError;
  /** Ends the wait at once, with `abortError` or else with `error`. */
  readonly signal?: AbortSignal | undefined;
  readonly abortError?: () => AuxiliaryError;
}

/**
 * Waits for `work`, but never longer than its deadline. What `work` does after that is ignored: it must itself watch a
 * signal to end early.
 */
export function withDeadline<Value>(work: Promise<Value>, deadline: Deadline): Promise<Value> {
  const { signal } = deadline;
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    const onAbort = () => {
      end();
      reject((deadline.abortError ?? deadline.error)());
    };
    const timer = setTimeout(() => {
      end();
      reject(deadline.error());
    }, deadline.ms);
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener("abort", onAbort);
    work.then(
      (value) => {
        end();
        resolve(value);
      },
      (reason: unknown) => {
        end();
        reject(reason instanceof Error ? reason : new Error(String(reason)));
      },
    );
  });
}
