import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import type { AuxiliaryInstance } from "../auxiliary/auxiliary.ts";
import type { Machine } from "../auxiliary/machine.ts";
import type { Task } from "../auxiliary/task.ts";
import { locateProblem } from "../configuration/locate-problem.ts";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { AuxiliaryEntry } from "../runner/auxiliary-entry.ts";
import { AuxiliaryFindings } from "../runner/auxiliary-findings.ts";
import { AuxiliaryScope } from "../runner/auxiliary-scope.ts";
import { buildContext } from "../runner/build-context.ts";
import { RunClock } from "../runner/clock.ts";
import { callHook } from "../runner/hook-call.ts";
import { buildThrownProblems } from "../runner/hook-outcome.ts";
import { isSkip } from "../runner/skip.ts";

const HOOK_MS = 10_000;

/** What an examination found out about one auxiliary. */
export interface Examination {
  readonly name: string;
  readonly package?: string;
  readonly version?: string;
  readonly required: boolean;
  /** Why an analysis would leave it out, which is no problem. */
  readonly leftOut?: string;
  /** What its trial has shown to work, in its own words. */
  readonly shown?: string;
  /** What would keep it from working, with file and line of the options they name. */
  readonly problems: readonly Problem[];
  readonly tookMs: number;
}

/** The analysis that an auxiliary is examined for. */
export interface ExaminedAnalysis {
  /** Where it is tried out. Undefined: it is not. */
  readonly analysisPath: string | undefined;
  readonly task: Task;
  readonly machine: Machine;
  readonly signal: AbortSignal | undefined;
}

type Outcome = Pick<Examination, "leftOut" | "shown">;

/** Examines one auxiliary, once. Nothing it does makes `examine()` reject. */
export class AuxiliaryExamination {
  readonly #name: string;
  readonly #entry: AuxiliaryEntry;
  readonly #analysis: ExaminedAnalysis;
  readonly #problems: Problem[] = [];
  readonly #scope: AuxiliaryScope;
  readonly #analysisPath: string;
  #controller = new AbortController();

  constructor(name: string, entry: AuxiliaryEntry, analysis: ExaminedAnalysis) {
    this.#name = name;
    this.#entry = entry;
    this.#analysis = analysis;
    this.#analysisPath = analysis.analysisPath ?? tmpdir();
    this.#scope = new AuxiliaryScope({
      name,
      analysisPath: this.#analysisPath,
      killSignal: analysis.signal,
      signal: () => this.#controller.signal,
      onProblem: (problem) => this.#problems.push(problem),
      onCrash: (problem) => this.#problems.push(problem),
      onLog: () => {},
    });
  }

  async examine(options: object): Promise<Examination> {
    const began = performance.now();
    const outcome = await this.#examine(options);
    await this.#scope.release();
    this.#controller.abort();
    const { package: packageName, version, required = false, location } = this.#entry;
    return {
      name: this.#name,
      ...(packageName === undefined ? {} : { package: packageName }),
      ...(version === undefined ? {} : { version }),
      required,
      ...outcome,
      problems: this.#problems.map((problem) => locateProblem(problem, location)),
      tookMs: performance.now() - began,
    };
  }

  async #examine(options: object): Promise<Outcome> {
    const instance = this.#construct(options);
    if (instance === undefined) return {};
    if (instance.enabled === false) return { leftOut: "the class sets enabled = false" };
    try {
      const found = await this.#call("check", () => instance.check?.());
      this.#problems.push(...((found ?? []) as readonly Problem[]));
    } catch (error) {
      this.#problems.push(...buildThrownProblems(`${this.#name}.check()`, error, "AUX_CHECK_FAILED"));
    }
    return this.#problems.length > 0 ? {} : this.#tryOut(instance);
  }

  #construct(options: object): AuxiliaryInstance | undefined {
    const { task, machine, signal } = this.#analysis;
    const context = buildContext({
      name: this.#name,
      options,
      attempt: 0,
      shared: {
        analysisPath: this.#analysisPath,
        task,
        machine,
        clock: new RunClock(),
        killSignal: signal,
        emit: undefined,
      },
      scope: this.#scope,
      findings: new AuxiliaryFindings(this.#analysisPath),
      signal: () => this.#controller.signal,
      report: (problem) => this.#problems.push(problem),
    });
    try {
      return new this.#entry.Class(context as never);
    } catch (error) {
      const what = `the constructor of ${this.#name}`;
      this.#problems.push(...buildThrownProblems(what, error, "AUX_CONSTRUCTOR_FAILED"));
      return undefined;
    }
  }

  async #tryOut(instance: AuxiliaryInstance): Promise<Outcome> {
    const { analysisPath } = this.#analysis;
    if (instance.tryOut === undefined || analysisPath === undefined) return {};
    try {
      mkdirSync(analysisPath, { mode: 0o700 });
      const shown = await this.#call("tryOut", () => instance.tryOut?.());
      return typeof shown === "string" ? { shown } : {};
    } catch (error) {
      if (isSkip(error)) return { leftOut: error.message };
      this.#problems.push(...buildThrownProblems(`${this.#name}.tryOut()`, error, "AUX_TRIAL_FAILED"));
      return {};
    }
  }

  #call(hook: "check" | "tryOut", call: () => unknown): Promise<unknown> {
    const code = hook === "check" ? "AUX_CHECK_FAILED" : "AUX_TRIAL_FAILED";
    const error = (reason: string) =>
      new AuxiliaryError(coreProblem(code, `${this.#name}.${hook}() ${reason}`));
    return callHook({
      call,
      deadlineMs: HOOK_MS,
      late: () => error(`did not end within ${HOOK_MS / 1000} s`),
      cutShort: () => new AuxiliaryError(coreProblem("AUX_ABORTED", `${this.#name}.${hook}() was cut short`)),
      controller: this.#controller,
      killSignal: this.#analysis.signal,
    });
  }
}
