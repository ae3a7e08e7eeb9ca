import type { ChildProcess } from "node:child_process";
import {
  AuxiliaryError,
  findExecutable,
  type GuardedSpawnOptions,
  type Journal,
  killGroup,
  type Problem,
  reasonOf,
  spawnGuarded,
} from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { keepWords } from "./command-words.ts";
import type { MachineExit, Machinery, MachineryDeadlines } from "./machinery.ts";
import { isGroupQuiet } from "./process-group.ts";

export type CommandOutput = "inherit" | "stderr" | { readonly logPath: string };

export interface ProcessMachineryOptions {
  /** Program and arguments; no shell reads them. */
  readonly command: readonly string[];
  /**
   * `inherit`: the command has this process' terminal. `stderr`: what it prints goes to standard error. With a path, all
   * that it says goes into that file, up to 4 MiB, and it has no input. Default `inherit`.
   */
  readonly output?: CommandOutput;
  /** Where the command runs. Default: this process' folder. */
  readonly cwd?: string;
  /** The command's whole environment. Default: this process'. */
  readonly env?: NodeJS.ProcessEnv;
  /** How long the command may take to end after SIGTERM, in milliseconds. Default 5,000; then SIGKILL. */
  readonly politeTimeoutMs?: number;
}

const POLITE_MS = 5_000;
/** The descriptor of the guard's pipe. */
const GUARD = 3;
/** How long the kernel may take to end a killed process. */
const KILL_MS = 2_000;

/**
 * The embedded default: the analysed command is the machine. There is no snapshot; power-on is its start in a process
 * group of its own, power-off is its exit, and what it leaves in its group is ended with it, as with a machine that
 * goes off.
 */
export class ProcessMachinery implements Machinery {
  readonly ended: Promise<MachineExit | undefined>;
  readonly deadlines: Partial<MachineryDeadlines>;
  readonly #options: ProcessMachineryOptions;
  readonly #politeMs: number;
  #child: ChildProcess | undefined;
  #hasEnded = false;
  /** Its last words are kept. */
  #said: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | undefined;
  #end: (exit: MachineExit | undefined) => void = () => {};

  constructor(options: ProcessMachineryOptions) {
    this.#options = options;
    this.#politeMs = options.politeTimeoutMs ?? POLITE_MS;
    this.deadlines = { stopTimeoutMs: this.#politeMs + KILL_MS };
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  describe(): string {
    return `the command ${this.#options.command[0]} as a process of this host`;
  }

  /** Finds AUX_COMMAND_MISSING. */
  check(): readonly Problem[] {
    const [file = ""] = this.#options.command;
    try {
      findExecutable(file);
      return [];
    } catch (error) {
      if (!AuxiliaryError.is(error)) throw error;
      return [analysisProblem("AUX_COMMAND_MISSING", `cannot run ${file}: ${reasonOf(error)}`)];
    }
  }

  async revert(): Promise<void> {}

  /** @throws AUX_TOOL_MISSING */
  async start(signal: AbortSignal, journal?: Journal): Promise<void> {
    signal.throwIfAborted();
    const [file = "", ...args] = this.#options.command;
    const { output = "inherit", cwd, env } = this.#options;
    const child = spawnGuarded(findExecutable(file), args, { cwd, env, stdio: buildStdio(output), journal });
    this.#child = child;
    if (typeof output === "object") this.#said = keepWords(child, output.logPath);
    child.once("exit", (code, exitSignal) => this.#powerOff({ code, signal: exitSignal }));
    await untilSpawned(child);
  }

  /** SIGTERM to the whole group, SIGKILL to what is left of it after the polite time or when the signal aborts. */
  stop(signal: AbortSignal): Promise<void> {
    const pid = this.#child?.pid;
    if (pid === undefined || this.#hasEnded) return this.#said;
    this.#stopping ??= this.#stop(pid, signal);
    return this.#stopping;
  }

  async #stop(pid: number, signal: AbortSignal): Promise<void> {
    killGroup(pid, "SIGTERM");
    await isGroupQuiet(pid, AbortSignal.any([signal, AbortSignal.timeout(this.#politeMs)]));
    this.#endGroup(pid);
    await this.ended;
  }

  /** What the command has left in its group goes off with it; during a stop it gets its polite time first. */
  #powerOff(exit: MachineExit): void {
    const pid = this.#child?.pid;
    if (pid !== undefined && this.#stopping === undefined) this.#endGroup(pid);
    this.#hasEnded = true;
    void this.#said.then(() => this.#end(exit));
  }

  /** The guard's pipe is closed last: its watcher takes that for this process' death, and ends the group. */
  #endGroup(pid: number): void {
    killGroup(pid, "SIGKILL");
    this.#child?.stdio[GUARD]?.destroy();
  }
}

function buildStdio(output: CommandOutput): NonNullable<GuardedSpawnOptions["stdio"]> {
  if (typeof output === "object") return ["ignore", "pipe", "pipe"];
  return ["inherit", output === "stderr" ? 2 : "inherit", "inherit"];
}

function untilSpawned(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
}
