import type { AuxiliaryInstance } from "../auxiliary/auxiliary.ts";
import type { Machine } from "../auxiliary/machine.ts";
import type { Task } from "../auxiliary/task.ts";
import { locateProblem } from "../configuration/locate-problem.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { type CORE_PROBLEMS, coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { RunJournal } from "../journal/run-journal.ts";
import { findLowDisk } from "../limits/find-low-disk.ts";
import type { AuxiliaryRecord, AuxiliaryState, Instant } from "../record/record.ts";
import type { AuxiliaryEntry } from "./auxiliary-entry.ts";
import { AuxiliaryFindings } from "./auxiliary-findings.ts";
import { AuxiliaryScope } from "./auxiliary-scope.ts";
import { buildContext } from "./build-context.ts";
import type { RunClock } from "./clock.ts";
import { callHook } from "./hook-call.ts";
import { buildThrownProblems, findAnswerProblem, START_CODES, STOP_CODES } from "./hook-outcome.ts";
import type { RunnerEvent } from "./runner-event.ts";
import { isSkip } from "./skip.ts";
import { StartCall } from "./start-call.ts";
import { toProblem } from "./to-problem.ts";

const START_MS = 30_000;
const STOP_MS = 30_000;
const HOOK_MS = 10_000;
const CHECK_MS = 10_000;
const NO_FILES: ReadonlyMap<string, string> = new Map();

/** What all auxiliaries of a run share. */
export interface SharedRun {
  readonly analysisPath: string;
  readonly task: Task;
  readonly machine: Machine;
  readonly clock: RunClock;
  readonly killSignal: AbortSignal | undefined;
  /** Undefined for a run without a record. */
  readonly journal?: RunJournal | undefined;
  /** A module has declared a file that it writes. */
  readonly onFile?: (() => void) | undefined;
  /** Undefined when nobody listens: then no event is made. */
  readonly emit: ((event: RunnerEvent) => void) | undefined;
}

/** One auxiliary through one run: from its constructor to its last release. Nothing it does makes a method here reject. */
export class AuxiliaryRun {
  readonly name: string;
  readonly entry: AuxiliaryEntry;
  readonly #shared: SharedRun;
  readonly #scope: AuxiliaryScope;
  readonly #findings: AuxiliaryFindings;
  #instance: AuxiliaryInstance | undefined;
  #controller = new AbortController();
  #startCall: StartCall | undefined;
  #state: AuxiliaryState = "pending";
  #reason: string | undefined;
  #hasCrashed = false;
  #stopping: Promise<void> | undefined;
  #start: AuxiliaryRecord["start"];
  #stop: AuxiliaryRecord["stop"];

  constructor(name: string, entry: AuxiliaryEntry, shared: SharedRun) {
    this.name = name;
    this.entry = entry;
    this.#shared = shared;
    this.#findings = new AuxiliaryFindings(shared.analysisPath, {
      onFile: () => this.#noticeFile(),
      onDeclared: (path, kind) => shared.journal?.addArtifact(name, path, kind),
    });
    this.#scope = new AuxiliaryScope({
      name,
      analysisPath: shared.analysisPath,
      killSignal: shared.killSignal,
      journal: shared.journal?.of(name),
      signal: () => this.#controller.signal,
      onProblem: (problem) => this.#report(problem),
      onCrash: (problem) => this.#crash(problem),
      onLog: (path) => this.#findings.declareLog(path),
    });
  }

  get order(): number {
    return this.entry.order ?? this.#instance?.order ?? 1;
  }

  get isRequired(): boolean {
    return this.entry.required ?? false;
  }

  get state(): AuxiliaryState {
    return this.#state;
  }

  get problems(): readonly Problem[] {
    return this.#findings.problems;
  }

  /** Makes the instance. A constructor that throws is this module's failure and nobody else's. */
  construct(options: object): void {
    try {
      this.#instance = new this.entry.Class(this.#buildContext(options) as never);
      if (this.#instance.enabled === false) this.#setAside("disabled", "the class sets enabled = false");
    } catch (error) {
      this.#fail(buildThrownProblems(`the constructor of ${this.name}`, error, "AUX_CONSTRUCTOR_FAILED"));
      this.#emit();
    }
  }

  /** What the module's own `check()` finds, with file and line of the options it names. */
  async check(): Promise<readonly Problem[]> {
    const instance = this.#instance;
    if (instance?.check === undefined || this.#state !== "pending") return [];
    try {
      const found = await this.#call("check", CHECK_MS, "AUX_CHECK_FAILED", () => instance.check?.());
      return (found as readonly Problem[]).map((problem) => locateProblem(problem, this.entry.location));
    } catch (error) {
      return buildThrownProblems(`${this.name}.check()`, error, "AUX_CHECK_FAILED");
    }
  }

  /** Starts the module. Afterwards it runs, or all that it had acquired is released. */
  async start(): Promise<void> {
    const instance = this.#instance;
    if (instance === undefined || this.#state !== "pending") return;
    const began = this.#enter("starting");
    const deadlineMs = this.entry.startTimeoutMs ?? START_MS;
    const startCall = new StartCall(instance);
    this.#startCall = startCall;
    try {
      const answer = await this.#call("start", deadlineMs, "AUX_START_TIMEOUT", () => startCall.begin());
      const problem = findAnswerProblem(`${this.name}.start()`, answer, START_CODES);
      if (problem === undefined) this.#state = this.#hasCrashed ? "crashed" : "running";
      else this.#fail([problem]);
    } catch (error) {
      if (isSkip(error)) this.#setAside("skipped", error.message);
      else this.#fail(buildThrownProblems(`${this.name}.start()`, error, "AUX_START_FAILED"));
    }
    startCall.end();
    if (!this.#isUp()) {
      startCall.stopWhenTrue();
      await this.#release({ mayBeMissing: true });
    }
    this.#start = { began, ended: this.#shared.clock.now() };
    this.#emit();
  }

  /** Tells a start that is under way to end: the run is interrupted. */
  interruptStart(): void {
    if (this.#state !== "starting") return;
    const error = this.#error("AUX_ABORTED", `${this.name}.start() was interrupted`);
    this.#controller.abort(error);
    this.#startCall?.interrupt(error);
  }

  /** It is not started at all, for a reason that lies outside of it. */
  leaveOut(reason: string): void {
    if (this.#state !== "pending") return;
    this.#setAside("skipped", reason);
    this.#emit();
  }

  /** Calls an optional hook. Its failure is recorded and no more. */
  async callback(hook: string, args: readonly unknown[]): Promise<void> {
    const method: unknown = this.#isUp() ? Reflect.get(this.#instance ?? {}, hook) : undefined;
    if (typeof method !== "function") return;
    const deadlineMs = this.entry.hookTimeoutMs ?? this.#instance?.hookTimeoutMs ?? HOOK_MS;
    try {
      await this.#call(hook, deadlineMs, "AUX_HOOK_TIMEOUT", () =>
        Reflect.apply(method, this.#instance, args),
      );
    } catch (error) {
      for (const problem of buildThrownProblems(`${this.name}.${hook}()`, error, "AUX_HOOK_FAILED"))
        this.#report(problem);
    }
  }

  /**
   * Stops the module if it started, then releases what is left and measures its artifacts. One that never started may
   * have acquired something in its constructor or its `check()`.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#isUp() ? this.#stopOnce() : this.#scope.release();
    return this.#stopping;
  }

  /** A limit was crossed: the module stops now, so that what it has written stays whole, and says why. */
  endEarly(problem: Problem): void {
    if (this.#state !== "running") return;
    this.#report(problem);
    void this.stop();
  }

  /** What it writes while it runs, by the path inside the folder. */
  get files(): ReadonlyMap<string, string> {
    return this.#state === "running" ? this.#findings.files : NO_FILES;
  }

  get maxSizeBytes(): number | undefined {
    return this.entry.maxSizeBytes;
  }

  get minFreeBytes(): number | undefined {
    return this.entry.minFreeBytes;
  }

  async #stopOnce(): Promise<void> {
    const began = this.#enter("stopping");
    this.#stop = { began };
    const deadlineMs = this.entry.stopTimeoutMs ?? STOP_MS;
    try {
      const answer = await this.#call("stop", deadlineMs, "AUX_STOP_TIMEOUT", () => this.#instance?.stop());
      const problem = findAnswerProblem(`${this.name}.stop()`, answer, STOP_CODES);
      if (problem !== undefined) this.#report(problem);
    } catch (error) {
      for (const problem of buildThrownProblems(`${this.name}.stop()`, error, "AUX_STOP_FAILED"))
        this.#report(problem);
    }
    await this.#release({ mayBeMissing: false });
    this.#state = this.#hasCrashed ? "crashed" : this.problems.length > 0 ? "degraded" : "stopped";
    this.#stop = { began, ended: this.#shared.clock.now() };
    this.#emit();
  }

  toRecord(): AuxiliaryRecord {
    const { package: packageName, version } = this.entry;
    return {
      name: this.name,
      ...(packageName === undefined ? {} : { package: packageName }),
      ...(version === undefined ? {} : { version }),
      order: this.order,
      required: this.isRequired,
      state: this.#state,
      ...(this.#reason === undefined ? {} : { reason: this.#reason }),
      ...(this.#start === undefined ? {} : { start: this.#start }),
      ...(this.#stop === undefined ? {} : { stop: this.#stop }),
      problems: [...this.problems],
      figures: { ...this.#findings.figures },
      artifacts: this.#findings.artifacts,
    };
  }

  /** Runs one hook with a signal of its own, so that a late one does not spoil the next. */
  #call(
    hook: string,
    deadlineMs: number,
    late: keyof typeof CORE_PROBLEMS,
    call: () => unknown,
  ): Promise<unknown> {
    if (this.#controller.signal.aborted) this.#controller = new AbortController();
    return callHook({
      call,
      deadlineMs,
      late: () => this.#error(late, `${this.name}.${hook}() did not end within ${deadlineMs / 1000} s`),
      cutShort: () =>
        this.#error("AUX_ABORTED", `${this.name}.${hook}() was cut short: the run was ended at once`),
      controller: this.#controller,
      killSignal: this.#shared.killSignal,
    });
  }

  #error(code: keyof typeof CORE_PROBLEMS, message: string): AuxiliaryError {
    return new AuxiliaryError(coreProblem(code, message));
  }

  #buildContext(options: object) {
    return buildContext({
      name: this.name,
      options,
      shared: this.#shared,
      scope: this.#scope,
      findings: this.#findings,
      signal: () => this.#controller.signal,
      report: (problem) => this.#report(problem),
    });
  }

  /** A module that is to write where there is no room for it does not start; one that runs is ended by the watch. */
  #noticeFile(): void {
    this.#shared.onFile?.();
    if (this.#state !== "starting") return;
    const problem = findLowDisk(this.#shared.analysisPath, this.entry.minFreeBytes);
    if (problem !== undefined) throw new AuxiliaryError(problem);
  }

  #isUp(): boolean {
    return this.#state === "running" || this.#state === "crashed";
  }

  #enter(state: AuxiliaryState): Instant {
    this.#state = state;
    const began = this.#shared.clock.now();
    if (state === "starting") this.#start = { began };
    this.#emit();
    return began;
  }

  #setAside(state: "skipped" | "disabled", reason: string): void {
    this.#state = state;
    this.#reason = reason;
  }

  #fail(problems: readonly Problem[]): void {
    this.#state = "failed";
    for (const problem of problems) this.#report(problem);
  }

  #crash(problem: Problem): void {
    this.#hasCrashed = true;
    this.#report(problem);
    if (this.#state !== "running") return;
    this.#state = "crashed";
    this.#emit();
  }

  async #release(options: { readonly mayBeMissing: boolean }): Promise<void> {
    await this.#scope.release();
    this.#controller.abort(this.#error("AUX_ABORTED", `${this.name} is over`));
    const found = await this.#findings.measure({ ...options, killSignal: this.#shared.killSignal });
    for (const problem of found) this.#report(problem);
  }

  /** A problem that comes after the stop, while others are stopped, makes the module a degraded one all the same. */
  #report(given: Problem): void {
    const problem = toProblem(given, this.name);
    this.#findings.problems.push(problem);
    this.#shared.journal?.addProblem(problem, this.name);
    this.#shared.emit?.({ type: "problem", auxiliary: this.name, problem });
    if (this.#state !== "stopped") return;
    this.#state = "degraded";
    this.#emit();
  }

  #emit(): void {
    this.#shared.journal?.addState(this.name, this.#state, this.#reason);
    this.#shared.emit?.({ type: "auxiliary", auxiliary: this.toRecord() });
  }
}
