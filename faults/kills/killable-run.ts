import type { ChildProcess } from "node:child_process";

/** Where real runs are killed, again and again: how one is begun, and what is looked at when it is dead. */
export interface Killable extends AsyncDisposable {
  /** Begins a run whose folder is that of the id. */
  begin(id: string): StartedRun;
  /** Runs the command line to its end, and says what it said. */
  auxiliary(...args: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }>;
  readonly analysisPath: (id: string) => string;
  /** Command lines of all that runs here and did not before. */
  listProcesses(): readonly string[];
  /** Sockets, locks, throw-away layers and whatever else lies where nothing may be left. */
  listTemporary(): readonly string[];
}

/** A run that goes on. */
export interface StartedRun {
  /** Kills the runner itself, which may be started by others. False when it had ended before. */
  readonly kill: () => Promise<boolean>;
  readonly ended: Promise<unknown>;
}

/** Kills the process and waits until it is gone. False when it had ended before. */
export async function killChild(child: ChildProcess, ended: Promise<unknown>): Promise<boolean> {
  const isKilled = child.exitCode === null && child.kill("SIGKILL");
  await ended;
  return isKilled;
}
