import { setTimeout as delay } from "node:timers/promises";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import { withDeadline } from "./deadline.ts";
import type { Readiness } from "./tool-options.ts";
import type { ToolProcess } from "./tool-process.ts";

export interface ReadyWait {
  readonly name: string;
  readonly ready: Readiness;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** Why the process ended, should it end first. */
  readonly explainEnd: () => Promise<AuxiliaryError>;
}

/**
 * Waits until a process works.
 *
 * @throws AUX_TOOL_NOT_READY, AUX_ABORTED, and what `explainEnd` says when it ends before
 */
export async function untilReady(process: ToolProcess, wait: ReadyWait): Promise<void> {
  const given = new AbortController();
  const died = wait.explainEnd().then((error) => Promise.reject(error));
  try {
    await withDeadline(Promise.race([isReady(process, wait.ready, given.signal), died]), {
      ms: wait.timeoutMs,
      error: () => notReady(process, wait),
      signal: wait.signal,
      abortError: () => abortedBeforeReady(wait.name),
    });
  } finally {
    given.abort();
    died.catch(() => {});
  }
}

/** The error of a tool that was interrupted before it was ready. */
export function abortedBeforeReady(name: string): AuxiliaryError {
  return new AuxiliaryError(
    coreProblem(
      "AUX_ABORTED",
      `${name} was stopped before it was ready: the run was interrupted or its start was late`,
    ),
  );
}

function notReady(process: ToolProcess, wait: ReadyWait): AuxiliaryError {
  return new AuxiliaryError(
    coreProblem("AUX_TOOL_NOT_READY", `${wait.name} was not ready within ${wait.timeoutMs} ms`, {
      lastWords: process.log.lastWords,
    }),
  );
}

function isReady(process: ToolProcess, ready: Readiness, given: AbortSignal): Promise<void> {
  return ready instanceof RegExp ? hasSaid(process, ready, given) : answersYes(ready, given);
}

function hasSaid(process: ToolProcess, pattern: RegExp, given: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const forget = process.onLine((line) => {
      if (pattern.test(line)) resolve();
    });
    given.addEventListener("abort", forget);
  });
}

async function answersYes(ready: Exclude<Readiness, RegExp>, given: AbortSignal): Promise<void> {
  while (!given.aborted && !(await ready.check())) await delay(ready.everyMs ?? 50);
}
