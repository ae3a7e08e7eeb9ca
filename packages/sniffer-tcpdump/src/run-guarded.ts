import { once } from "node:events";
import type { Readable } from "node:stream";
import { buildToolEnvironment, killGroup, spawnGuarded } from "@aux/core";

/** How a program that runs to its own end may be ended before. */
export interface GuardedRunLimits {
  readonly timeoutMs: number;
  /** Ends the program at once. */
  readonly signal?: AbortSignal | undefined;
}

/** How such a program ended. `code` is null when it was ended: by its deadline, the signal, or somebody else. */
export interface GuardedRunEnd {
  readonly code: number | null;
  readonly isLate: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

const LONGEST_OUTPUT_BYTES = 1024 * 1024;

/**
 * Runs a program to its end, in a group of its own of which nothing is left afterwards; what it says beyond 1 MiB is
 * forgotten. `file` is an absolute path; one that cannot be run ends with code 126 or 127, as a shell says it.
 */
export async function runGuarded(
  file: string,
  args: readonly string[],
  { timeoutMs, signal }: GuardedRunLimits,
): Promise<GuardedRunEnd> {
  const child = spawnGuarded(file, args, { env: buildToolEnvironment() });
  const outputs = [collect(child.stdout), collect(child.stderr)];
  const kill = () => {
    if (child.pid !== undefined) killGroup(child.pid, "SIGKILL");
  };
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill();
  }, timeoutMs);
  signal?.addEventListener("abort", kill);
  try {
    if (signal?.aborted === true) kill();
    const [code] = (await once(child, "exit")) as [number | null];
    kill();
    const [stdout = "", stderr = ""] = await Promise.all(outputs);
    return { code, isLate, stdout, stderr };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", kill);
  }
}

async function collect(stream: Readable | null): Promise<string> {
  let text = "";
  if (stream === null) return text;
  for await (const chunk of stream.setEncoding("utf8")) {
    if (text.length < LONGEST_OUTPUT_BYTES) text += chunk;
  }
  return text;
}
