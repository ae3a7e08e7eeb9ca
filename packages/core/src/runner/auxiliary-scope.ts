import { join } from "node:path";
import type { Undo } from "../auxiliary/context.ts";
import { AuxiliaryError, reasonOf } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { Journal } from "../journal/journal.ts";
import type { Acquired } from "../journal/journal-event.ts";
import { withDeadline } from "../tool/deadline.ts";
import { Tool } from "../tool/tool.ts";
import type { ToolExit, ToolOptions } from "../tool/tool-options.ts";

/** How long undoing one thing may take. */
const UNDO_MS = 20_000;
/** The same, once the run is ended at once. */
const KILLED_UNDO_MS = 2_000;

/** What a scope needs to know of the run around it. */
export interface ScopeOwner {
  readonly name: string;
  readonly analysisPath: string;
  readonly killSignal: AbortSignal | undefined;
  readonly journal?: Journal | undefined;
  signal(): AbortSignal;
  onProblem(problem: Problem): void;
  /** A tool ended before it was stopped. */
  onCrash(problem: Problem): void;
  onLog(path: string): void;
}

/** What one auxiliary has acquired, each with its undo, registered at the same moment; released in reverse. */
export class AuxiliaryScope {
  readonly #owner: ScopeOwner;
  readonly #undos: Undo[] = [];
  #isReleased = false;

  constructor(owner: ScopeOwner) {
    this.#owner = owner;
  }

  /** Registers an undo, and writes down what it is for. After the release, whatever comes late is undone at once. */
  add(undo: Undo, acquired?: Acquired): void {
    const noted = acquired === undefined ? undo : this.#note(undo, acquired);
    if (this.#isReleased) void this.#undo(noted);
    else this.#undos.push(noted);
  }

  /** Starts a tool that is stopped at the latest at the release. */
  async startTool(file: string, args: readonly string[], options: ToolOptions): Promise<Tool> {
    if (this.#isReleased) throw this.#tooLate(options.name ?? file);
    const logPath = join(this.#owner.analysisPath, "logs", `${safeName(options.name ?? file)}.log`);
    const tool = await Tool.start(file, args, {
      options,
      logPath,
      signal: this.#owner.signal(),
      killSignal: this.#owner.killSignal,
      journal: this.#owner.journal,
      onProblem: (problem) => this.#owner.onProblem(problem),
      onSpawned: (spawned) => this.#adopt(spawned, logPath),
    });
    void tool.exited.then((exit) => this.#noticeEnd(tool, exit));
    return tool;
  }

  /** Undoes everything in reverse, each within 20 s; a failure is a problem and stops nothing. */
  async release(): Promise<void> {
    this.#isReleased = true;
    for (;;) {
      const undo = this.#undos.pop();
      if (undo === undefined) return;
      await this.#undo(undo);
    }
  }

  #adopt(tool: Tool, logPath: string): void {
    this.#owner.onLog(logPath);
    this.add(() => tool.stop());
  }

  #noticeEnd(tool: Tool, exit: ToolExit): void {
    if (!exit.expected) this.#owner.onCrash(tool.explainExit(exit));
  }

  #note(undo: Undo, acquired: Acquired): Undo {
    const release = this.#owner.journal?.addAcquired(acquired);
    return async () => {
      await undo();
      release?.();
    };
  }

  async #undo(undo: Undo): Promise<void> {
    try {
      await this.#withinDeadline(async () => undo());
    } catch (error) {
      this.#owner.onProblem(
        AuxiliaryError.is(error)
          ? (error.problems[0] ?? failedUndo(this.#owner.name, error))
          : failedUndo(this.#owner.name, error),
      );
    }
  }

  #withinDeadline(work: () => Promise<unknown>): Promise<unknown> {
    const { name, killSignal } = this.#owner;
    return withDeadline(work(), {
      ms: UNDO_MS,
      signal: killSignal,
      graceMs: KILLED_UNDO_MS,
      error: () => {
        const ms = killSignal?.aborted === true ? KILLED_UNDO_MS : UNDO_MS;
        const message = `${name}: undoing what it acquired took more than ${ms} ms`;
        return new AuxiliaryError(coreProblem("AUX_CLEANUP_TIMEOUT", message));
      },
    });
  }

  #tooLate(what: string): AuxiliaryError {
    return new AuxiliaryError(
      coreProblem("AUX_ABORTED", `${this.#owner.name} is already over: ${what} is not started any more`),
    );
  }
}

function failedUndo(name: string, error: unknown): Problem {
  return coreProblem("AUX_CLEANUP_FAILED", `${name}: undoing what it acquired failed: ${reasonOf(error)}`);
}

function safeName(name: string): string {
  const last = name.split("/").at(-1) ?? "";
  return (
    last
      .replaceAll(/[^A-Za-z0-9._-]/g, "_")
      .replace(/^\.+/, "_")
      .slice(0, 64) || "tool"
  );
}
