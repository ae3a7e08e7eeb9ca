import { setTimeout as sleep } from "node:timers/promises";
import { AuxiliaryError, reasonOf } from "@aux/core";
import type { QmpClient, QmpEvent } from "@aux/qmp";
import { memoryProblem } from "./memory-problems.ts";

/** What is dumped, where, and how long that may take. */
export interface DumpOrder {
  readonly path: string;
  readonly isCompressed: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** QEMU begins at once, with `detach`. */
const BEGIN_MS = 10_000;
/** QEMU lets the machine go on right after it has said that the dump is complete. */
const RESUME_MS = 5_000;
const ASK_EVERY_MS = 5;

/**
 * Has QEMU write the machine's memory into a file, while the machine stands still. Resolves when a machine that ran runs
 * again: else it could not obey when it is asked to power off.
 *
 * Source: QEMU QMP Reference Manual, `dump-guest-memory`, `DUMP_COMPLETED`.
 *
 * @throws AUX_MEMORY_DUMP_FAILED, AUX_MEMORY_DUMP_LATE, AUX_MEMORY_NOT_DUMPED
 */
export async function dumpMemory(client: QmpClient, order: DumpOrder): Promise<void> {
  const { path, isCompressed, timeoutMs, signal } = order;
  const completed = client.untilEvent("DUMP_COMPLETED", { timeoutMs, signal });
  completed.catch(() => {});
  const format = isCompressed ? "kdump-zlib" : "elf";
  const args = { paging: false, protocol: `file:${path}`, detach: true, format } as const;
  try {
    const { running } = await client.execute("query-status", undefined, { signal });
    await client.execute("dump-guest-memory", args, { timeoutMs: Math.min(BEGIN_MS, timeoutMs), signal });
    assertCompleted(await completed);
    if (running) await untilRunning(client, signal);
  } catch (error) {
    throw AuxiliaryError.is(error) ? translate(error, timeoutMs) : error;
  }
}

async function untilRunning(client: QmpClient, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + RESUME_MS;
  while (performance.now() < deadline) {
    const { running } = await client.execute("query-status", undefined, { signal });
    if (running) return;
    await sleep(ASK_EVERY_MS, undefined, { signal });
  }
}

function assertCompleted({ data }: QmpEvent<"DUMP_COMPLETED">): void {
  if (data.error === undefined) return;
  throw new AuxiliaryError(
    memoryProblem("AUX_MEMORY_DUMP_FAILED", `QEMU could not write the dump: ${data.error}`),
  );
}

function translate(error: AuxiliaryError, timeoutMs: number): AuxiliaryError {
  const reason = reasonOf(error);
  switch (error.code) {
    case "AUX_QMP_TIMEOUT":
    case "AUX_QMP_ABORTED":
      return build("AUX_MEMORY_DUMP_LATE", `the dump did not end within ${timeoutMs} ms: ${reason}`, error);
    case "AUX_QMP_CLOSED":
      return build(
        "AUX_MEMORY_NOT_DUMPED",
        `the machine went off before its dump was complete: ${reason}`,
        error,
      );
    case "AUX_QMP_COMMAND_FAILED":
      return build("AUX_MEMORY_DUMP_FAILED", reason, error);
    default:
      return error;
  }
}

function build(code: Parameters<typeof memoryProblem>[0], message: string, cause: Error): AuxiliaryError {
  return new AuxiliaryError(memoryProblem(code, message), { cause });
}
