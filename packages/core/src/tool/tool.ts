import { basename } from "node:path";
import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { Journal } from "../journal/journal.ts";
import { countMemoryKills } from "./count-memory-kills.ts";
import { withDeadline } from "./deadline.ts";
import { explainEnd } from "./explain-end.ts";
import { findExecutable } from "./find-executable.ts";
import type { ToolExit, ToolOptions } from "./tool-options.ts";
import { type LineListener, ToolProcess } from "./tool-process.ts";
import { abortedBeforeReady, untilReady } from "./until-ready.ts";

/** What starting a tool needs beside its own options. */
export interface ToolStart {
  readonly options: ToolOptions;
  readonly logPath?: string | undefined;
  /** Orderly end: while the tool gets ready, it is stopped again. */
  readonly signal?: AbortSignal | undefined;
  /** At once: SIGKILL, wherever the tool is. */
  readonly killSignal?: AbortSignal | undefined;
  /** Where the process is written down, so that it is found even when this one is killed. */
  readonly journal?: Journal | undefined;
  /** Called the moment the process exists, before it is ready: the place to register its undo. */
  readonly onSpawned?: ((tool: Tool) => void) | undefined;
  /** Something about its end that is not whole (it had to be killed). */
  readonly onProblem?: ((problem: Problem) => void) | undefined;
}

const READY_MS = 10_000;
const STOP_MS = 5_000;
const BEFORE_STOP_MS = 10_000;
/** How long the kernel may take to end a killed process. */
const KILL_MS = 2_000;

/** An external program while it runs: its words, its signals, its orderly end. */
export class Tool implements AsyncDisposable {
  readonly name: string;
  /** Settles when the program has ended and its last words are read. Never rejects. */
  readonly exited: Promise<ToolExit>;
  readonly #process: ToolProcess;
  readonly #start: ToolStart;
  readonly #memoryKills = countMemoryKills();
  #stopping: Promise<ToolExit> | undefined;

  private constructor(name: string, process: ToolProcess, start: ToolStart) {
    this.name = name;
    this.#process = process;
    this.#start = start;
    this.exited = this.#watch();
    start.killSignal?.addEventListener("abort", this.#kill);
  }

  /**
   * Runs a program and resolves when it is ready.
   *
   * @throws AUX_TOOL_MISSING, AUX_TOOL_SPAWN, AUX_TOOL_NOT_READY, AUX_ABORTED, or why it died; nothing is left running
   */
  static async start(file: string, args: readonly string[], start: ToolStart): Promise<Tool> {
    const { name = basename(file), cwd, env, installHint } = start.options;
    if (start.signal?.aborted === true) throw abortedBeforeReady(name);
    const path = findExecutable(file, { installHint });
    const { logPath, journal } = start;
    const process = await ToolProcess.spawn({ name, file: path, args, cwd, env, logPath, journal });
    const tool = new Tool(name, process, start);
    start.onSpawned?.(tool);
    try {
      await tool.#untilReady();
      return tool;
    } catch (error) {
      tool.#kill();
      await tool.stop();
      throw error;
    }
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** Where all that the program says is kept. */
  get logPath(): string | undefined {
    return this.#process.log.path;
  }

  get isRunning(): boolean {
    return this.#process.isRunning;
  }

  /** Calls back for each line the program says from now on; returns how to stop that. */
  onLine(listener: LineListener): () => void {
    return this.#process.onLine(listener);
  }

  /** Sends a signal to the program alone (not to its group). False when it has ended. */
  signal(signal: NodeJS.Signals): boolean {
    return this.#process.signal(signal);
  }

  /**
   * Ends the program: `beforeStop` (10 s at most), the polite signal to its group, SIGKILL at the deadline. Every
   * caller waits for its real end.
   */
  stop(): Promise<ToolExit> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Why it ended before it was stopped: in the words of who knows the program, or else by what all programs say. */
  explainExit(exit: ToolExit): Problem {
    const outOfMemoryKills = countMemoryKills() - this.#memoryKills;
    return this.#start.options.explain?.(exit) ?? explainEnd(exit, { name: this.name, outOfMemoryKills });
  }

  async #watch(): Promise<ToolExit> {
    const { code, signal } = await this.#process.ended;
    this.#start.killSignal?.removeEventListener("abort", this.#kill);
    const { lastWords } = this.#process.log;
    const expected = this.#stopping !== undefined || this.#start.killSignal?.aborted === true;
    const exit = { code, signal, lastWords, expected };
    return { ...exit, expected: expected || this.#start.options.mayEnd?.(exit) === true };
  }

  async #untilReady(): Promise<void> {
    const { ready, readyTimeoutMs: timeoutMs = READY_MS } = this.#start.options;
    if (ready === undefined) return;
    const explainEnd = async () => new AuxiliaryError(this.explainExit(await this.exited));
    await untilReady(this.#process, {
      name: this.name,
      ready,
      timeoutMs,
      signal: this.#start.signal,
      explainEnd,
    });
  }

  async #stop(): Promise<ToolExit> {
    const { stopSignal = "SIGTERM", stopTimeoutMs = STOP_MS } = this.#start.options;
    await this.#prepareStop();
    this.#process.signalGroup(stopSignal);
    if (!(await this.#process.hasEndedWithin(stopTimeoutMs))) {
      this.#kill();
      await this.#process.hasEndedWithin(KILL_MS);
      this.#report(
        "AUX_TOOL_KILLED",
        `${this.name} did not end within ${stopTimeoutMs} ms of ${stopSignal} and was killed`,
      );
    }
    return this.exited;
  }

  async #prepareStop(): Promise<void> {
    const { beforeStop } = this.#start.options;
    if (beforeStop === undefined || !this.isRunning || this.#start.killSignal?.aborted === true) return;
    try {
      await withDeadline(beforeStop(this), {
        ms: BEFORE_STOP_MS,
        error: () =>
          new AuxiliaryError(
            coreProblem("AUX_STOP_TIMEOUT", this.#unprepared(`${BEFORE_STOP_MS} ms are over`)),
          ),
        signal: this.#start.killSignal,
      });
    } catch (error) {
      if (AuxiliaryError.is(error)) for (const problem of error.problems) this.#start.onProblem?.(problem);
      else this.#report("AUX_STOP_FAILED", this.#unprepared(reasonOf(error)));
    }
  }

  #unprepared(reason: string): string {
    return `${this.name} was stopped without what should come before: ${reason}`;
  }

  #report(code: "AUX_TOOL_KILLED" | "AUX_STOP_FAILED", message: string): void {
    this.#start.onProblem?.(coreProblem(code, message, { lastWords: this.#process.log.lastWords }));
  }

  readonly #kill = (): void => {
    this.#process.signalGroup("SIGKILL");
  };
}
