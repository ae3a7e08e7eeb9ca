import { setTimeout as delay } from "node:timers/promises";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { Gap, Instant } from "../record/record.ts";

/** Before each restart of a run; there are no more. */
const PAUSES_MS = [250, 1_000, 4_000];

/** The module that is started again. */
export interface RestartedModule {
  readonly name: string;
  now(): Instant;
  /** Ends the life that has crashed: stopped, and all undone that it had acquired. */
  bury(): Promise<void>;
  /** Begins another life; false when that does not run either, and is over. */
  revive(attempt: number): Promise<boolean>;
  report(problem: Problem): void;
}

/** Starts a module again when it has crashed, three times at most in a run, each after a longer pause. */
export class Restarts {
  readonly #module: RestartedModule;
  readonly #over = new AbortController();
  readonly #gaps: Gap[] = [];
  #attempts = 0;
  #running = 0;
  #work: Promise<void> = Promise.resolve();

  constructor(module: RestartedModule) {
    this.#module = module;
  }

  /** From each crash to the moment the module ran again. */
  get gaps(): readonly Gap[] {
    return this.#gaps;
  }

  /** True from a crash until the module runs again, or never will. */
  get isRunning(): boolean {
    return this.#running > 0;
  }

  /** The module has crashed. */
  begin(): void {
    if (this.#over.signal.aborted) return;
    this.#running += 1;
    this.#work = this.#work
      .then(() => this.#restart())
      .finally(() => {
        this.#running -= 1;
      });
  }

  /** No restart any more. Resolves when one that is under way has come to its end. */
  end(): Promise<void> {
    this.#over.abort();
    return this.#work;
  }

  async #restart(): Promise<void> {
    const from = this.#module.now();
    const index = this.#gaps.push({ from }) - 1;
    await this.#module.bury();
    for (const pauseMs of PAUSES_MS.slice(this.#attempts)) {
      if (!(await this.#pause(pauseMs))) return;
      this.#attempts += 1;
      if (!(await this.#module.revive(this.#attempts))) continue;
      const to = this.#module.now();
      this.#gaps[index] = { from, to };
      this.#module.report(buildRestarted(this.#module.name, from, to));
      return;
    }
    const message = `${this.#module.name} was started again ${PAUSES_MS.length} times and does not run: nothing was recorded from ${from.wall} on`;
    if (!this.#over.signal.aborted) this.#module.report(coreProblem("AUX_RESTART_FAILED", message));
  }

  /** False when there is to be no restart any more. */
  async #pause(ms: number): Promise<boolean> {
    const { signal } = this.#over;
    return !signal.aborted && delay(ms, true, { signal }).catch(() => false);
  }
}

function buildRestarted(name: string, from: Instant, to: Instant): Problem {
  const seconds = ((to.monotonicMs - from.monotonicMs) / 1000).toFixed(1);
  const message = `${name} was started again: nothing was recorded from ${from.wall} to ${to.wall} (${seconds} s)`;
  return coreProblem("AUX_RESTARTED", message);
}
