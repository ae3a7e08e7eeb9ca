import { locateProblem } from "../configuration/locate-problem.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import { findLowDisk } from "../limits/find-low-disk.ts";
import type { AuxiliaryRecord, AuxiliaryState } from "../record/record.ts";
import type { AuxiliaryEntry } from "./auxiliary-entry.ts";
import { AuxiliaryFindings } from "./auxiliary-findings.ts";
import { AuxiliaryLife, type LifeOwner } from "./auxiliary-life.ts";
import { buildAuxiliaryRecord } from "./build-auxiliary-record.ts";
import { buildThrownProblems } from "./hook-outcome.ts";
import { Restarts } from "./restarts.ts";
import type { SharedRun } from "./shared-run.ts";
import { isSkip } from "./skip.ts";
import { toProblem } from "./to-problem.ts";

/** One auxiliary through one run: from its constructor to its last release. Nothing it does makes a method here reject. */
export class AuxiliaryRun {
  readonly name: string;
  readonly entry: AuxiliaryEntry;
  readonly #shared: SharedRun;
  readonly #findings: AuxiliaryFindings;
  readonly #restarts: Restarts;
  readonly #owner: LifeOwner;
  #life: AuxiliaryLife;
  #options: object = {};
  #state: AuxiliaryState = "pending";
  #reason: string | undefined;
  #hasCrashed = false;
  /** The arguments of `machineStarted`, once it was called: a life that begins later is told, too. */
  #machineStarted: readonly unknown[] | undefined;
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
    this.#owner = {
      name,
      entry,
      shared,
      findings: this.#findings,
      report: (problem) => this.#report(problem),
      onCrash: (life, problem) => this.#crash(life, problem),
    };
    this.#life = new AuxiliaryLife(this.#owner, 0);
    this.#restarts = new Restarts({
      name,
      now: () => shared.clock.now(),
      bury: () => this.#bury(),
      revive: (attempt) => this.#revive(attempt),
      report: (problem) => this.#report(problem),
    });
  }

  get order(): number {
    return this.entry.order ?? this.#life.instance?.order ?? 1;
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

  /** What it writes while it runs, by the path inside the folder. */
  get files(): ReadonlyMap<string, string> {
    return this.#state === "running" ? this.#findings.files : new Map();
  }

  /** Makes the instance. A constructor that throws is this module's failure and nobody else's. */
  construct(options: object): void {
    this.#options = options;
    try {
      this.#life.construct(options);
      if (this.#life.instance?.enabled === false)
        this.#setAside("disabled", "the class sets enabled = false");
    } catch (error) {
      this.#fail(buildThrownProblems(`the constructor of ${this.name}`, error, "AUX_CONSTRUCTOR_FAILED"));
      this.#emit();
    }
  }

  /** What the module's own `check()` finds, with file and line of the options it names. */
  async check(): Promise<readonly Problem[]> {
    if (this.#life.instance?.check === undefined || this.#state !== "pending") return [];
    try {
      return (await this.#life.check()).map((problem) => locateProblem(problem, this.entry.location));
    } catch (error) {
      return buildThrownProblems(`${this.name}.check()`, error, "AUX_CHECK_FAILED");
    }
  }

  /** Starts the module. Afterwards it runs, or all that it had acquired is released. */
  async start(): Promise<void> {
    if (this.#life.instance === undefined || this.#state !== "pending") return;
    const began = this.#shared.clock.now();
    this.#start = { began };
    this.#enter("starting");
    try {
      const problem = await this.#life.start();
      if (problem === undefined) this.#state = this.#hasCrashed ? "crashed" : "running";
      else this.#fail([problem]);
    } catch (error) {
      if (isSkip(error)) this.#setAside("skipped", error.message);
      else this.#fail(buildThrownProblems(`${this.name}.start()`, error, "AUX_START_FAILED"));
    }
    if (!this.#isUp()) await this.#giveUpStart();
    this.#start = { began, ended: this.#shared.clock.now() };
    this.#emit();
    if (this.#state === "crashed") this.#followCrash();
  }

  /** Tells a start that is under way to end: the run is interrupted. There is no restart after that. */
  interruptStart(): void {
    void this.#restarts.end();
    if (this.#state === "starting") this.#life.interruptStart();
  }

  /** It is not started at all, for a reason that lies outside of it. */
  leaveOut(reason: string): void {
    if (this.#state !== "pending") return;
    this.#setAside("skipped", reason);
    this.#emit();
  }

  /** Calls an optional hook. Its failure is recorded and no more. */
  async callback(hook: string, args: readonly unknown[]): Promise<void> {
    if (hook === "machineStarted") this.#machineStarted = args;
    if (this.#isUp() && !this.#restarts.isRunning) await this.#life.callback(hook, args);
  }

  /**
   * Stops the module if it started, then releases what is left and measures its artifacts. One that never started may
   * have acquired something in its constructor or its `check()`.
   */
  stop(): Promise<void> {
    this.#stopping ??= this.#restarts.isRunning ? this.#stopRestarting() : this.#stopNow();
    return this.#stopping;
  }

  /** A limit was crossed: the module stops now, so that what it has written stays whole, and says why. */
  endEarly(problem: Problem): void {
    if (this.#state !== "running") return;
    this.#report(problem);
    void this.stop();
  }

  toRecord(): AuxiliaryRecord {
    const times = { start: this.#start, stop: this.#stop, gaps: this.#restarts.gaps };
    return buildAuxiliaryRecord(this, { reason: this.#reason, ...times }, this.#findings);
  }

  async #stopRestarting(): Promise<void> {
    this.interruptStart();
    await this.#restarts.end();
    await this.#stopNow();
  }

  #stopNow(): Promise<void> {
    return this.#isUp() ? this.#stopOnce() : this.#life.release();
  }

  async #stopOnce(): Promise<void> {
    const began = this.#shared.clock.now();
    this.#stop = { began };
    this.#enter("stopping");
    if (!this.#life.isOver) await this.#bury();
    await this.#measure({ mayBeMissing: false });
    this.#state = this.#hasCrashed ? "crashed" : this.problems.length > 0 ? "degraded" : "stopped";
    this.#stop = { began, ended: this.#shared.clock.now() };
    this.#emit();
  }

  async #bury(): Promise<void> {
    await this.#life.stop();
    await this.#life.release();
  }

  async #giveUpStart(): Promise<void> {
    this.#life.stopWhenTrue();
    await this.#life.release();
    await this.#measure({ mayBeMissing: true });
  }

  /** Another life after a crash: whether it runs. */
  async #revive(attempt: number): Promise<boolean> {
    this.#life = new AuxiliaryLife(this.#owner, attempt);
    this.#hasCrashed = false;
    this.#enter("starting");
    const hasStarted = await this.#startAgain();
    if (hasStarted && !this.#hasCrashed) return this.#goOn();
    if (hasStarted) await this.#life.stop();
    else this.#life.stopWhenTrue();
    await this.#life.release();
    this.#hasCrashed = true;
    this.#enter("crashed");
    return false;
  }

  async #startAgain(): Promise<boolean> {
    try {
      this.#life.construct(this.#options);
      const problem = await this.#life.start();
      if (problem !== undefined) this.#report(problem);
      return problem === undefined;
    } catch (error) {
      const thrown = isSkip(error) ? new Error(`it does not apply any more: ${error.message}`) : error;
      for (const problem of buildThrownProblems(`${this.name}.start()`, thrown, "AUX_START_FAILED"))
        this.#report(problem);
      return false;
    }
  }

  #goOn(): true {
    this.#enter("running");
    if (this.#machineStarted !== undefined) void this.#life.callback("machineStarted", this.#machineStarted);
    return true;
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

  #enter(state: AuxiliaryState): void {
    this.#state = state;
    this.#emit();
  }

  #setAside(state: "skipped" | "disabled", reason: string): void {
    this.#state = state;
    this.#reason = reason;
  }

  #fail(problems: readonly Problem[]): void {
    this.#state = "failed";
    for (const problem of problems) this.#report(problem);
  }

  /** What a life says that is over already changes nothing of the one that runs. */
  #crash(life: AuxiliaryLife, problem: Problem): void {
    if (life === this.#life) this.#hasCrashed = true;
    this.#report(problem);
    if (life !== this.#life || this.#state !== "running") return;
    this.#enter("crashed");
    this.#followCrash();
  }

  #followCrash(): void {
    if (this.entry.onCrash === "restart") this.#restarts.begin();
    if (this.entry.onCrash !== "abort") return;
    const message = `${this.name} has crashed, and on_crash = abort in its section: the analysis is ended`;
    this.#shared.onFatalCrash?.(coreProblem("AUX_CRASH_FATAL", message));
  }

  async #measure(options: { readonly mayBeMissing: boolean }): Promise<void> {
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
