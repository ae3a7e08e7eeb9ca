import type { OptionsSchema } from "../configuration/options-schema.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { Acquired } from "../journal/journal-event.ts";
import type { Tool } from "../tool/tool.ts";
import type { ToolOptions } from "../tool/tool-options.ts";
import { AUXILIARY_API, AUXILIARY_BRAND } from "./brand.ts";
import type { ArtifactOptions, AuxiliaryContext, AuxiliaryLog, Undo, UntypedOptions } from "./context.ts";
import type { Machine } from "./machine.ts";
import type { Task } from "./task.ts";

/**
 * A custom action around a sandbox analysis: started right before the machine is reverted to its snapshot, stopped
 * right after it is off. A package exports one class that extends it.
 *
 * Source: `auxiliary-modules.rst`, "Getting started".
 */
export abstract class Auxiliary<Options extends object = UntypedOptions> {
  static readonly [AUXILIARY_BRAND]: number = AUXILIARY_API;
  /** Declares the keys of this module's section; without it every key is accepted, as text. */
  static readonly options?: OptionsSchema;
  /** With a schema of another library: the options (camelCase) that a task may set. Declared options say it themselves. */
  static readonly taskOptions?: readonly string[];

  /** Place in the sequence: lower starts first and stops last; ties are alphabetical. Default 1. */
  order = 1;
  /** `false` switches the module off, whatever the configuration says. */
  enabled = true;
  /** Longest time that each optional hook may take, in milliseconds, unless the section says it. Default 10,000. */
  hookTimeoutMs?: number;

  /** The name of the module and of its section. */
  readonly name: string;
  /** The folder where results go, absolute (for example `storage/analysis/1`). */
  readonly analysisPath: string;
  readonly task: Task;
  readonly machine: Machine;
  /** This module's section of `conf/auxiliaries.conf`, checked and converted by its schema. */
  readonly options: Options;
  readonly log: AuxiliaryLog;
  readonly #context: AuxiliaryContext<Options>;

  /** @throws AUX_CONTEXT_MISSING when a subclass' constructor does not pass its argument on. */
  constructor(context: AuxiliaryContext<Options>) {
    if (typeof context?.startTool !== "function") {
      throw new AuxiliaryError(
        coreProblem(
          "AUX_CONTEXT_MISSING",
          `${new.target.name}'s constructor did not pass its context to super()`,
        ),
      );
    }
    this.#context = context;
    this.name = context.name;
    this.analysisPath = context.analysisPath;
    this.task = context.task;
    this.machine = context.machine;
    this.options = context.options;
    this.log = context.log;
  }

  /**
   * The signal of the hook that runs: pass it to every wait in it. It aborts when the hook has reached its deadline,
   * and during `start()` when the run is interrupted; one kept from `start()` aborts at the latest after `stop()`.
   */
  get signal(): AbortSignal {
    return this.#context.signal;
  }

  /**
   * How often the module was started again after a crash (`on_crash = restart`): 0 in its first life. Each life is an
   * instance of its own; what `artifact()` returns is another file in each.
   */
  get attempt(): number {
    return this.#context.attempt ?? 0;
  }

  /** Resolves to `true` only when the module is really working; `false` says that it did not succeed. */
  abstract start(): boolean | Promise<boolean>;

  /** Called once for every module that started, after the machine is off. `false`: it did not succeed. */
  abstract stop(): boolean | Promise<boolean>;

  /** The machine has just been started. A failure is recorded and no more. */
  machineStarted?(): unknown;

  /** The machine is about to be stopped: the last moment it is alive. A failure is recorded and no more. */
  machineStopping?(): unknown;

  /**
   * Says what is missing on this host, without starting anything. A problem whose `at.key` names an option is a fault
   * of the configuration: nothing is started then.
   */
  check?(): readonly Problem[] | Promise<readonly Problem[]>;

  /**
   * Goes further than `check()`, for `auxiliary doctor`: does once, for real and small, what `start()` and `stop()` will
   * do, in an analysis folder that is thrown away, 10 s at most. Resolves to what that has shown to work, in one line.
   * Tools and what `onCleanup` registers are undone afterwards. No machine runs.
   *
   * @throws whatever would keep the module from working; `skip(reason)` where there is nothing to try without a machine
   */
  tryOut?(): string | Promise<string>;

  /**
   * Starts an external program the safe way: no shell, its own process group, a guard that ends it should this process
   * be killed, its words in `logs/<name>.log`. Resolves when it is ready; ended at the latest after `stop()`.
   *
   * @throws AUX_TOOL_MISSING, AUX_TOOL_SPAWN, AUX_TOOL_NOT_READY, AUX_ABORTED; why it died: AUX_TOOL_DIED,
   * AUX_TOOL_SIGNALLED, AUX_TOOL_OUT_OF_MEMORY, AUX_TOOL_DISK_FULL, AUX_TOOL_PERMISSION, or what `explain` says
   */
  protected tool(file: string, args: readonly string[], options: ToolOptions = {}): Promise<Tool> {
    return this.#context.startTool(file, args, options);
  }

  /**
   * Declares a file inside the analysis folder as a result and returns its absolute path, which must be used: after a
   * restart it is another one (`dump.1.pcap`). Its size and sha256 are in the record, and whether it is whole, for the
   * kinds `pcap`, `pcapng`, `png`, `json` and `jsonl`; a declared file that is not there at the end is a problem.
   * A `*` in the last part of the path stands for any characters (`shots/*.png`): whatever fits at the end is a result,
   * also when the runner was killed; nothing is no problem.
   *
   * @throws AUX_ARTIFACT_OUTSIDE
   */
  protected artifact(path: string, options: ArtifactOptions): string {
    return this.#context.declareArtifact(path, options);
  }

  /**
   * Registers how to undo something that was just acquired. Undone in reverse, after `stop()` or a failed start. For
   * what outlives this process (a tap, a firewall rule, a temporary file), `acquired` says what it is and how
   * `auxiliary recover` undoes it after this process was killed.
   */
  protected onCleanup(undo: Undo, acquired?: Acquired): void {
    this.#context.onCleanup(undo, acquired);
  }

  /** Something is not whole: it goes into the record, and the module counts as degraded. */
  protected problem(problem: Problem): void {
    this.#context.reportProblem(problem);
  }

  /** A figure for the record (packets captured, frames kept). */
  protected figure(name: string, value: number | string | boolean): void {
    this.#context.setFigure(name, value);
  }

  /** Ends `start()`: the module does not apply to this task, which is no failure. */
  protected skip(reason: string): never {
    return this.#context.skip(reason);
  }
}

/** A class that extends `Auxiliary`, as packages export it. */
export interface AuxiliaryClass {
  new (context: AuxiliaryContext<never>): AuxiliaryInstance;
  readonly name: string;
  readonly options?: OptionsSchema;
  readonly taskOptions?: readonly string[];
}

/** What the runner sees of an instance; the base class may be another copy's. */
export interface AuxiliaryInstance {
  readonly order: number;
  readonly enabled: boolean;
  readonly hookTimeoutMs?: number;
  start(): unknown;
  stop(): unknown;
  machineStarted?(): unknown;
  machineStopping?(): unknown;
  check?(): readonly Problem[] | Promise<readonly Problem[]>;
  tryOut?(): unknown;
}
