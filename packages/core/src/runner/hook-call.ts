import type { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { withDeadline } from "../tool/deadline.ts";

/** A module's hook, about to be called. */
export interface HookCall {
  readonly call: () => unknown;
  readonly deadlineMs: number;
  /** Names the hook, its module and the deadline. */
  readonly late: () => AuxiliaryError;
  /** Names the hook and its module. */
  readonly cutShort: () => AuxiliaryError;
  /** Aborted when the hook is late, so that what it waits for ends too. */
  readonly controller: AbortController;
  readonly killSignal: AbortSignal | undefined;
}

/** Calls a hook, sync or async, and waits for it until its deadline. Whatever it throws comes as a rejection. */
export async function callHook(hook: HookCall): Promise<unknown> {
  const result = hook.call();
  if (!isThenable(result)) return result;
  return withDeadline(Promise.resolve(result), {
    ms: hook.deadlineMs,
    error: () => {
      const error = hook.late();
      hook.controller.abort(error);
      return error;
    },
    signal: hook.killSignal,
    abortError: hook.cutShort,
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
