import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { RUN_MARKER } from "@aux/core";
import { CALLER_DESCRIPTOR, type SupervisorMessage } from "./caller.ts";

/** How the beginning of a supervised run ended. */
export type SupervisorEnd =
  /** Under way, in this folder. */
  | { readonly armed: string }
  /** Over already, with the exit code that `auxiliary run` would have had; it has said why. */
  | { readonly code: number }
  /** It could not say why. */
  | { readonly lost: string };

/** A process that keeps a run, seen from the one that started it. */
export interface Supervisor {
  readonly armedOrEnded: Promise<SupervisorEnd>;
  /** Ends the run in order; once more: at once. */
  end(): void;
}

/**
 * Starts this program again as a supervisor, in a session of its own, which holds none of the caller's streams, and does
 * not count as left behind by the run that the caller itself may be part of.
 */
export function spawnSupervisor(argv: readonly string[], hear: (words: string) => void): Supervisor {
  const [, program = ""] = process.argv;
  const child = spawn(process.execPath, [...process.execArgv, program, "supervise", ...argv], {
    detached: true,
    env: { ...process.env, [RUN_MARKER]: undefined },
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  child.stderr
    ?.setEncoding("utf8")
    .on("data", hear)
    .on("error", () => {});
  return { armedOrEnded: untilArmedOrEnded(child, hear), end: () => void child.kill("SIGTERM") };
}

function untilArmedOrEnded(child: ChildProcess, hear: (words: string) => void): Promise<SupervisorEnd> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: child.stdio[CALLER_DESCRIPTOR] as Readable });
    lines.on("error", () => {});
    lines.on("line", (line) => {
      const message = JSON.parse(line) as SupervisorMessage;
      if ("armed" in message) resolve({ armed: message.armed });
      else hear(message.words);
    });
    child.once("error", (error) => resolve({ lost: error.message }));
    child.once("close", (code, signal) => resolve(code === null ? { lost: `${signal}` } : { code }));
  });
}
