import { resolve } from "node:path";
import type { AuxiliaryClass } from "../auxiliary/auxiliary.ts";
import type { Machine } from "../auxiliary/machine.ts";
import type { Task } from "../auxiliary/task.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { Journal } from "../journal/journal.ts";
import { LimitWatch } from "../limits/limit-watch.ts";
import type { AnalysisRecord, Outcome } from "../record/record.ts";
import { endStrays } from "../strays/end-strays.ts";
import type { AuxiliaryEntry } from "./auxiliary-entry.ts";
import type { AuxiliaryRun } from "./auxiliary-run.ts";
import { buildRuns } from "./build-runs.ts";
import { CallerSignals } from "./caller-signals.ts";
import { RunClock } from "./clock.ts";
import { findRefusal, isStarted } from "./find-refusal.ts";
import { assertFitValues } from "./fit-values.ts";
import { loadOptions } from "./load-options.ts";
import { RunBook } from "./run-book.ts";
import { RunRecord } from "./run-record.ts";
import type { RunnerObserver } from "./runner-event.ts";

export interface RunnerOptions {
  /** Classes, or classes with their options; `loadAuxiliaries` reads them from a configuration. */
  readonly auxiliaries: readonly (AuxiliaryClass | AuxiliaryEntry)[];
  /** The folder where results go; made where it does not exist, refused where it holds another run's record. */
  readonly analysisPath: string;
  readonly task: Task;
  readonly machine: Machine;
  /** Orderly end: a start that is under way is interrupted, and what had started is stopped. */
  readonly signal?: AbortSignal;
  /** At once: every wait ends and tools are killed. */
  readonly killSignal?: AbortSignal;
  readonly observer?: RunnerObserver;
  /** False: neither `auxiliaries.json` nor the journal is written; `stop()` still returns the record. Default true. */
  readonly record?: boolean;
}

/** How the run ended, where the caller knows better than the runner. */
export interface RunEnd {
  readonly outcome?: Outcome;
  readonly exit?: AnalysisRecord["exit"];
  readonly problems?: readonly Problem[];
}

/**
 * Starts auxiliaries in sequence, keeps watch over them, stops them in reverse, and writes down what came of it.
 *
 * `await using runner = new AuxiliaryRunner({ … })` stops them also when the code in between throws.
 */
export class AuxiliaryRunner implements AsyncDisposable {
  readonly #clock = new RunClock();
  readonly #record: RunRecord;
  readonly #book: RunBook;
  readonly #signals: CallerSignals;
  readonly #fatal = new AbortController();
  readonly #limits: LimitWatch;
  #runs: readonly AuxiliaryRun[] = [];
  #constructing: Promise<void> | undefined;
  #opening: Promise<void> | undefined;
  #starting: Promise<void> | undefined;
  #finishing: Promise<AnalysisRecord> | undefined;
  #fatalProblem: Problem | undefined;
  #isInterrupted = false;
  #isArmed = false;

  /**
   * @throws AUX_CLASS_INVALID for what is no auxiliary, and for two of one name
   * @throws AUX_VALUE_UNFIT for a value of task or machine that could be taken for something else
   */
  constructor(options: RunnerOptions) {
    assertFitValues(options.task, options.machine);
    const analysisPath = resolve(options.analysisPath);
    this.#record = new RunRecord(this.#clock, analysisPath, options.task, options.machine);
    this.#book = new RunBook({
      record: this.#record,
      isKept: options.record !== false,
      observer: options.observer,
      auxiliaries: () => this.#runs.map((run) => run.toRecord()),
    });
    this.#signals = new CallerSignals(options, this.#interrupt);
    this.#limits = new LimitWatch(analysisPath, () => this.#runs);
    this.#runs = buildRuns(options.auxiliaries, {
      analysisPath,
      task: options.task,
      machine: options.machine,
      clock: this.#clock,
      killSignal: this.#signals.kill,
      journal: this.#book.journal,
      onFile: () => this.#limits.begin(),
      onFatalCrash: (problem) => this.#abort(problem),
      emit: options.observer && ((event) => this.#book.emit(event)),
    });
  }

  /** What has come of the run so far. */
  get record(): AnalysisRecord {
    return this.#book.toRecord();
  }

  /**
   * Aborts when a module crashes whose entry says `onCrash: "abort"`: whoever runs the analysis ends it then, and calls
   * `stop()`. The outcome is `aborted` unless the caller knows another.
   */
  get aborted(): AbortSignal {
    return this.#fatal.signal;
  }

  /**
   * Asks every module's `check()` what is missing on this host, without starting anything.
   *
   * @throws AUX_CONF_VALUE, AUX_CONF_UNKNOWN_KEY when options given in code do not fit the module's schema
   */
  async check(): Promise<readonly Problem[]> {
    await this.#construct();
    return (await Promise.all(this.#runs.map((run) => run.check()))).flat();
  }

  /**
   * Makes the folder and begins the journal, for whoever acquires something before `start()`, which does it otherwise.
   *
   * @throws AUX_FOLDER_NOT_FOLDER, AUX_FOLDER_OCCUPIED, AUX_FOLDER_NOT_WRITABLE, AUX_CONF_VALUE
   */
  open(): Promise<void> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** Where others write down what they start and acquire for this run. Without a record it stays in memory. */
  get journal(): Journal {
    return this.#book.journal;
  }

  /**
   * Starts the modules one after the other by (`order`, name). Resolves when all have started or said that they did
   * not; a module that fails is in the record.
   *
   * @throws AUX_REQUIRED_FAILED, AUX_CRASH_FATAL, AUX_ABORTED: what had started is stopped again, the record is written
   * @throws AUX_FOLDER_NOT_FOLDER, AUX_FOLDER_OCCUPIED, AUX_FOLDER_NOT_WRITABLE, AUX_FOLDER_FOREIGN, AUX_CONF_VALUE:
   * nothing was started
   */
  start(): Promise<void> {
    if (this.#finishing !== undefined && this.#starting === undefined) {
      return Promise.reject(stateError("start() was called after stop()"));
    }
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** `callback("machineStarted")`. */
  machineStarted(): Promise<void> {
    return this.callback("machineStarted");
  }

  /** `callback("machineStopping")`. */
  machineStopping(): Promise<void> {
    return this.callback("machineStopping");
  }

  /**
   * Calls an optional hook on every module that runs, in order (`machineStopping` in reverse), each within its
   * `hook_timeout`, mostly 10 s. What a hook throws is recorded and no more.
   *
   * @throws AUX_RUNNER_STATE outside of `start()` … `stop()`
   */
  async callback(hook: string, ...args: readonly unknown[]): Promise<void> {
    if (!this.#isArmed || this.#finishing !== undefined)
      throw stateError(`${hook} was called outside of start() … stop()`);
    const runs = hook === "machineStopping" ? this.#runs.toReversed() : this.#runs;
    await this.phase(hook, async () => {
      for (const run of runs) await run.callback(hook, args);
    });
  }

  /** Times a part of the run in the record, on the same clock as everything else. */
  phase<Value>(name: string, work: () => Value | Promise<Value>): Promise<Value> {
    return this.#book.phase(name, work);
  }

  /**
   * Stops the modules in reverse, each one, whatever failed before, each within its deadline, and writes the record.
   * Every caller gets the same record; only the first one's `end` counts. Never rejects for what a module does.
   */
  async stop(end: RunEnd = {}): Promise<AnalysisRecord> {
    if (this.#starting !== undefined && !this.#isArmed) {
      this.#interrupt();
      await this.#starting.catch(() => {});
    }
    // In a turn of its own: who calls stop() again while the first call tells that it begins must get the same record.
    this.#finishing ??= Promise.resolve().then(() => this.#finish(end));
    return this.#finishing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  get #ownOutcome(): Outcome {
    if (this.#isInterrupted) return "interrupted";
    return this.#fatalProblem === undefined ? "completed" : "aborted";
  }

  async #start(): Promise<void> {
    try {
      await this.open();
    } catch (error) {
      this.#finishing = this.#finish({ outcome: "not-begun" }, { hasBegun: false });
      await this.#finishing;
      throw error;
    }
    this.#book.write({ isDurable: false });
    await this.phase("start", () => this.#startAll());
    const why = { isInterrupted: this.#isInterrupted, fatalProblem: this.#fatalProblem };
    const refusal = findRefusal(this.#runs, why);
    if (refusal !== undefined) {
      this.#finishing = this.#finish({ outcome: refusal.outcome, problems: refusal.error.problems });
      await this.#finishing;
      throw refusal.error;
    }
    this.#isArmed = true;
    this.#book.write({ isDurable: false });
  }

  async #open(): Promise<void> {
    await this.#construct();
    this.#book.open();
  }

  #construct(): Promise<void> {
    this.#constructing ??= this.#constructAll();
    return this.#constructing;
  }

  async #constructAll(): Promise<void> {
    const options = await loadOptions(this.#runs);
    for (const [index, run] of this.#runs.entries()) run.construct(options[index] ?? {});
    this.#runs = this.#runs.toSorted((a, b) => a.order - b.order || compareText(a.name, b.name));
  }

  async #startAll(): Promise<void> {
    let obstacle: string | undefined;
    for (const run of this.#runs) {
      obstacle ??= this.#isInterrupted ? "not started: the run was interrupted" : undefined;
      obstacle ??= this.#fatal.signal.aborted ? "not started: a module crashed" : undefined;
      if (obstacle === undefined) await run.start();
      else run.leaveOut(obstacle);
      if (run.isRequired && !isStarted(run))
        obstacle ??= `not started: ${run.name} is required and did not start`;
    }
  }

  async #finish(
    end: RunEnd,
    { hasBegun } = { hasBegun: this.#starting !== undefined },
  ): Promise<AnalysisRecord> {
    if (!hasBegun) {
      await this.#stopAll();
      this.#book.discard();
      return this.#close({ outcome: "not-begun", ...end });
    }
    await this.phase("stop", () => this.#stopAll());
    this.#close(end);
    return this.#book.finish();
  }

  async #stopAll(): Promise<void> {
    this.#limits.end();
    for (const run of this.#runs.toReversed()) await run.stop();
    const { ended, problems } = await endStrays(this.#book.journal.endedPrograms, this.#signals.kill);
    this.#record.addStrays(ended);
    for (const problem of problems) this.#book.report(problem);
  }

  #close(end: RunEnd): AnalysisRecord {
    this.#signals.release();
    for (const problem of end.problems ?? []) this.#book.report(problem);
    this.#record.end(end.outcome ?? this.#ownOutcome, end.exit);
    return this.record;
  }

  /** While modules start, the refusal of the start reports it; once they are stopped, it ends nothing any more. */
  #abort(problem: Problem): void {
    if (this.#fatalProblem !== undefined || this.#finishing !== undefined) return;
    this.#fatalProblem = problem;
    if (this.#isArmed) this.#book.report(problem);
    else for (const run of this.#runs) run.interruptStart();
    this.#fatal.abort();
  }

  readonly #interrupt = (): void => {
    this.#isInterrupted = true;
    for (const run of this.#runs) run.interruptStart();
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function stateError(message: string): AuxiliaryError {
  return new AuxiliaryError(coreProblem("AUX_RUNNER_STATE", message));
}
