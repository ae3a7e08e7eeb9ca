import type { AuxiliaryInstance } from "../auxiliary/auxiliary.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { type CORE_PROBLEMS, coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { AuxiliaryEntry } from "./auxiliary-entry.ts";
import type { AuxiliaryFindings } from "./auxiliary-findings.ts";
import { AuxiliaryScope } from "./auxiliary-scope.ts";
import { buildContext } from "./build-context.ts";
import { callHook } from "./hook-call.ts";
import { buildThrownProblems, findAnswerProblem, START_CODES, STOP_CODES } from "./hook-outcome.ts";
import { HookSignals } from "./hook-signals.ts";
import type { SharedRun } from "./shared-run.ts";
import { StartCall } from "./start-call.ts";

const START_MS = 30_000;
const STOP_MS = 30_000;
const HOOK_MS = 10_000;
const CHECK_MS = 10_000;

/** Whose life it is. */
export interface LifeOwner {
  readonly name: string;
  readonly entry: AuxiliaryEntry;
  readonly shared: SharedRun;
  readonly findings: AuxiliaryFindings;
  report(problem: Problem): void;
  /** A tool of this life ended before it was stopped. */
  onCrash(life: AuxiliaryLife, problem: Problem): void;
}

/**
 * One life of a module: an instance, what it has acquired, the signals of its hooks. A module that is started again
 * after a crash has another one, and nothing of the one before.
 */
export class AuxiliaryLife {
  /** 0 for the first. */
  readonly attempt: number;
  readonly #owner: LifeOwner;
  readonly #scope: AuxiliaryScope;
  readonly #signals = new HookSignals();
  #instance: AuxiliaryInstance | undefined;
  #startCall: StartCall | undefined;
  #interruption: AuxiliaryError | undefined;
  #isOver = false;

  constructor(owner: LifeOwner, attempt: number) {
    this.#owner = owner;
    this.attempt = attempt;
    const { name, shared, findings } = owner;
    this.#scope = new AuxiliaryScope({
      name,
      analysisPath: shared.analysisPath,
      killSignal: shared.killSignal,
      journal: shared.journal?.of(name),
      signal: () => this.#signals.current,
      onProblem: (problem) => owner.report(problem),
      onCrash: (problem) => owner.onCrash(this, problem),
      onLog: (path) => findings.declareLog(path),
    });
  }

  /** Undefined where the constructor threw. */
  get instance(): AuxiliaryInstance | undefined {
    return this.#instance;
  }

  /** True once it is released. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Makes the instance. Throws what its constructor throws. */
  construct(options: object): void {
    const { name, entry, shared, findings } = this.#owner;
    const context = buildContext({
      name,
      options,
      attempt: this.attempt,
      shared,
      scope: this.#scope,
      findings,
      signal: () => this.#signals.current,
      report: (problem) => this.#owner.report(problem),
    });
    this.#instance = new entry.Class(context as never);
  }

  /** What its `check()` finds. Rejects with what it throws. */
  async check(): Promise<readonly Problem[]> {
    const check = () => this.#instance?.check?.();
    return ((await this.#call("check", CHECK_MS, "AUX_CHECK_FAILED", check)) ?? []) as readonly Problem[];
  }

  /** Returns what is wrong with the answer of `start()`; rejects with what it throws. */
  async start(): Promise<Problem | undefined> {
    const { name, entry } = this.#owner;
    if (this.#instance === undefined) return undefined;
    if (this.#interruption !== undefined) throw this.#interruption;
    const startCall = new StartCall(this.#instance);
    this.#startCall = startCall;
    try {
      const deadlineMs = entry.startTimeoutMs ?? START_MS;
      const answer = await this.#call("start", deadlineMs, "AUX_START_TIMEOUT", () => startCall.begin());
      return findAnswerProblem(`${name}.start()`, answer, START_CODES);
    } finally {
      startCall.end();
    }
  }

  /** Tells a start that is under way to end. One that is only just announced, to whoever interrupts it, is not begun. */
  interruptStart(): void {
    const error = this.#error("AUX_ABORTED", `${this.#owner.name}.start() was interrupted`);
    this.#interruption = error;
    this.#signals.abort(error);
    this.#startCall?.interrupt(error);
  }

  /** Calls an optional hook. Its failure is reported and no more. */
  async callback(hook: string, args: readonly unknown[]): Promise<void> {
    const method: unknown = Reflect.get(this.#instance ?? {}, hook);
    if (typeof method !== "function") return;
    const deadlineMs = this.#owner.entry.hookTimeoutMs ?? this.#instance?.hookTimeoutMs ?? HOOK_MS;
    await this.#reporting(hook, "AUX_HOOK_FAILED", () =>
      this.#call(hook, deadlineMs, "AUX_HOOK_TIMEOUT", () => Reflect.apply(method, this.#instance, args)),
    );
  }

  /** Calls `stop()`. What is wrong with it is reported. */
  async stop(): Promise<void> {
    const deadlineMs = this.#owner.entry.stopTimeoutMs ?? STOP_MS;
    await this.#reporting("stop", "AUX_STOP_FAILED", async () => {
      const answer = await this.#call("stop", deadlineMs, "AUX_STOP_TIMEOUT", () => this.#instance?.stop());
      const problem = findAnswerProblem(`${this.#owner.name}.stop()`, answer, STOP_CODES);
      if (problem !== undefined) this.#owner.report(problem);
    });
  }

  /** A start that failed may still come true: it is stopped then. */
  stopWhenTrue(): void {
    this.#startCall?.stopWhenTrue();
  }

  /** Undoes all that it has acquired. */
  async release(): Promise<void> {
    await this.#scope.release();
    this.#isOver = true;
    this.#signals.end(this.#error("AUX_ABORTED", `${this.#owner.name} is over`));
  }

  async #reporting(
    hook: string,
    code: keyof typeof CORE_PROBLEMS,
    work: () => Promise<unknown>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      for (const problem of buildThrownProblems(`${this.#owner.name}.${hook}()`, error, code))
        this.#owner.report(problem);
    }
  }

  /** Runs one hook with a signal of its own, so that a late one does not spoil the next. */
  async #call(
    hook: string,
    deadlineMs: number,
    late: keyof typeof CORE_PROBLEMS,
    call: () => unknown,
  ): Promise<unknown> {
    const { name, shared } = this.#owner;
    const controller = this.#signals.begin();
    try {
      return await callHook({
        call,
        deadlineMs,
        late: () => this.#error(late, `${name}.${hook}() did not end within ${deadlineMs / 1000} s`),
        cutShort: () =>
          this.#error("AUX_ABORTED", `${name}.${hook}() was cut short: the run was ended at once`),
        controller,
        killSignal: shared.killSignal,
      });
    } finally {
      this.#signals.endOf(controller);
    }
  }

  #error(code: keyof typeof CORE_PROBLEMS, message: string): AuxiliaryError {
    return new AuxiliaryError(coreProblem(code, message));
  }
}
