import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Journal } from "../journal/journal.ts";
import { LineSplitter } from "./line-splitter.ts";
import { killGroup, spawnGuarded } from "./spawn-guarded.ts";
import { buildToolEnvironment } from "./tool-environment.ts";
import { ToolLog } from "./tool-log.ts";

export type LineListener = (line: string, stream: "stdout" | "stderr") => void;

/** How a process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ProcessStart {
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly logPath?: string | undefined;
  readonly journal?: Journal | undefined;
}

/** How long the pipes of a program that has ended may still hold words of it. */
const LAST_WORDS_MS = 200;

/** A guarded process whose words are read line by line, and whose death is noticed at once. */
export class ToolProcess {
  readonly pid: number;
  readonly log: ToolLog;
  /** Settles when the process has ended and its last words are read. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<LineListener>();
  #isRunning = true;

  private constructor(child: ChildProcess, pid: number, logPath: string | undefined) {
    this.pid = pid;
    this.#child = child;
    this.log = new ToolLog(logPath);
    this.#read(child.stdout, "stdout");
    this.#read(child.stderr, "stderr");
    this.ended = this.#watch();
  }

  /** @throws AUX_TOOL_SPAWN */
  static async spawn(start: ProcessStart): Promise<ToolProcess> {
    const { name, file, args, cwd, env, logPath, journal } = start;
    try {
      const child = spawnGuarded(file, args, {
        cwd,
        env: buildToolEnvironment({ added: env }),
        name,
        journal,
      });
      if (child.pid !== undefined) return new ToolProcess(child, child.pid, logPath);
      throw await new Promise<Error>((resolve) => child.once("error", resolve));
    } catch (error) {
      throw new AuxiliaryError(coreProblem("AUX_TOOL_SPAWN", `${name} cannot be run: ${reasonOf(error)}`), {
        cause: error,
      });
    }
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Calls back for each line from now on; returns how to stop that. */
  onLine(listener: LineListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sends a signal to the process alone. False when it has ended. */
  signal(signal: NodeJS.Signals): boolean {
    return this.#isRunning && this.#child.kill(signal);
  }

  /** Sends a signal to the process' whole group. False when it has ended. */
  signalGroup(signal: NodeJS.Signals): boolean {
    return this.#isRunning && killGroup(this.pid, signal);
  }

  /** Waits for the end, but not longer than `ms`. */
  async hasEndedWithin(ms: number): Promise<boolean> {
    const timer = new AbortController();
    const late = delay(ms, false, { signal: timer.signal }).catch(() => false);
    const hasEnded = await Promise.race([this.ended.then(() => true), late]);
    timer.abort();
    return hasEnded;
  }

  /**
   * Death is seen on `exit`, not on `close`: a grandchild that keeps a pipe open must not hide it. What is left of the
   * group is ended then; its watcher has kept the group's number from being given away.
   */
  #watch(): Promise<ProcessEnd> {
    return new Promise((resolve) => {
      this.#child.on("error", () => {});
      this.#child.once("exit", (code, signal) => {
        this.#isRunning = false;
        killGroup(this.pid, "SIGKILL");
        void this.#lastWordsRead().then(() => {
          this.#close();
          resolve({ code, signal });
        });
      });
    });
  }

  async #lastWordsRead(): Promise<void> {
    const timer = new AbortController();
    const closed = new Promise<void>((resolve) => this.#child.once("close", () => resolve()));
    await Promise.race([closed, delay(LAST_WORDS_MS, undefined, { signal: timer.signal }).catch(() => {})]);
    timer.abort();
  }

  #close(): void {
    for (const stream of this.#child.stdio) stream?.destroy();
    this.log.close();
    this.#listeners.clear();
  }

  #read(stream: Readable | null, name: "stdout" | "stderr"): void {
    const splitter = new LineSplitter();
    const hear = (line: string) => {
      this.log.add(line);
      for (const listener of this.#listeners) listener(line, name);
    };
    stream?.setEncoding("utf8");
    stream?.on("data", (text: string) => splitter.push(text).forEach(hear));
    stream?.on("end", () => splitter.end().forEach(hear));
    stream?.on("error", () => {});
  }
}
