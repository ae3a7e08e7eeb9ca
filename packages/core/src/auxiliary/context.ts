import type { Problem } from "../errors/problem.ts";
import type { Acquired } from "../journal/journal-event.ts";
import type { Tool } from "../tool/tool.ts";
import type { ToolOptions } from "../tool/tool-options.ts";
import type { Machine } from "./machine.ts";
import type { Task } from "./task.ts";

/** Options of a module that declares no schema: every key of its section; on/off and the like are booleans. */
export type UntypedOptions = Readonly<Record<string, string | number | boolean>>;

/** Where an auxiliary's own remarks go: events of the runner, shown by `auxiliary run --debug`. */
export interface AuxiliaryLog {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface ArtifactOptions {
  /** What the file is: `pcap`, `png`, `log`, `json`, … */
  readonly kind: string;
}

/** Undoes one thing that was acquired. */
export type Undo = () => unknown;

/**
 * All that the runner hands to an auxiliary. The base class only passes calls on to it, so an auxiliary built on one
 * copy of `@aux/core` works with the runner of another.
 */
export interface AuxiliaryContext<Options extends object = UntypedOptions> {
  readonly name: string;
  readonly analysisPath: string;
  readonly task: Task;
  readonly machine: Machine;
  readonly options: Options;
  readonly log: AuxiliaryLog;
  /** How often the module was started again after a crash. Missing where the runner's copy of core knows no restart. */
  readonly attempt?: number;
  /** Of the hook that runs: aborts at its deadline, and during `start()` when the run is interrupted. */
  readonly signal: AbortSignal;
  startTool(file: string, args: readonly string[], options?: ToolOptions): Promise<Tool>;
  declareArtifact(path: string, options: ArtifactOptions): string;
  onCleanup(undo: Undo, acquired?: Acquired): void;
  reportProblem(problem: Problem): void;
  setFigure(name: string, value: number | string | boolean): void;
  skip(reason: string): never;
}
