import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "@aux/core";
import type { ActionLog } from "./action-log.ts";
import { buildLoggedAction, type Course } from "./build-logged-action.ts";
import { doAction } from "./do-action.ts";
import { Grip } from "./hand/grip.ts";
import type { ReachedMachine } from "./hand/reached-machine.ts";
import type { PlannedAction } from "./plan/action.ts";
import type { Point } from "./pointer/point.ts";
import type { ChangedAreas } from "./screen/changed-areas.ts";

/** What it acts by. */
export interface ActingOptions {
  readonly machine: ReachedMachine;
  readonly areas: ChangedAreas;
  readonly plan: Generator<PlannedAction, never, void>;
  readonly maxActions: number;
  readonly log: ActionLog;
  /** When the module began, on the clock of `performance.now()`. */
  readonly beganMs: number;
}

/** What was done. */
export interface Tally {
  actions: number;
  clicks: number;
  presses: number;
  interrupted: number;
  refused: number;
  /** Why the first of these was refused. */
  refusal?: string;
}

const SHORTEST_REST_MS = 100;
const RELEASE_MS = 1_000;
/** Before a machine that does not say how it is is asked again. */
const REFUSED_MS = 2_000;

/** Acts on a machine, action after action, from `start()` to `stop()`. */
export class Acting {
  readonly tally: Tally = { actions: 0, clicks: 0, presses: 0, interrupted: 0, refused: 0 };
  readonly grip = new Grip();
  readonly #options: ActingOptions;
  readonly #over = new AbortController();
  #running: Promise<void> | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: ActingOptions) {
    this.#options = options;
  }

  /** Whether the machine was ever there to act on. */
  get hasStarted(): boolean {
    return this.#running !== undefined;
  }

  /** Can be called again. */
  start(): void {
    if (this.#stopping !== undefined) return;
    this.#running ??= this.#run();
  }

  /** At once: ends the action under way, releases what is held, and disconnects. Never rejects; can be called again. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#over.abort();
    await this.#running;
    await this.#release();
    await this.#options.machine.stop();
  }

  /** A machine that is gone holds nothing, and one that hangs is not waited for. */
  async #release(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, RELEASE_MS)));
    await Promise.race([this.grip.releaseAll().catch(() => {}), late]);
    clearTimeout(timer);
  }

  /** Who was held up does not hurry afterwards. */
  async #run(): Promise<void> {
    const { plan, maxActions } = this.#options;
    const { signal } = this.#over;
    let dueMs = performance.now();
    while (!signal.aborted && this.tally.actions < maxActions) {
      const planned = plan.next().value;
      dueMs = Math.max(dueMs + planned.intervalMs, performance.now() + SHORTEST_REST_MS);
      try {
        await sleep(dueMs - performance.now(), undefined, { signal });
        await this.#getReady(signal);
        await this.#act(planned);
      } catch {
        // It is over.
      }
    }
  }

  /** Rejects only when the signal aborts. */
  async #getReady(signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const hand = await this.#options.machine.hand(signal);
      try {
        await this.grip.take(hand);
        await hand.prepare(signal);
        return;
      } catch (error) {
        if (signal.aborted || (await this.#options.machine.hasLost(error))) continue;
        this.#refuse(error);
        await sleep(REFUSED_MS, undefined, { signal });
      }
    }
  }

  async #act(planned: PlannedAction): Promise<void> {
    const { signal } = this.#over;
    const { areas } = this.#options;
    const course: Course = {
      wall: new Date().toISOString(),
      beganMs: performance.now(),
      deed: { presses: 0 },
    };
    const { grip } = this;
    try {
      const findChanged = (within: Point) => areas.find(within, performance.now());
      await doAction(planned, { grip, findChanged, signal }, course.deed);
    } catch (error) {
      course.isInterrupted = signal.aborted || (await this.#options.machine.hasLost(error));
      if (!course.isInterrupted) course.error = this.#refuse(error);
    }
    this.#note(planned, course);
  }

  #note(planned: PlannedAction, course: Course): void {
    const { log, beganMs, machine } = this.#options;
    this.tally.actions += 1;
    this.tally.clicks += course.deed.clicks ?? 0;
    this.tally.presses += course.deed.presses;
    if (course.isInterrupted === true) this.tally.interrupted += 1;
    log.add(
      buildLoggedAction(planned, course, { beganMs, nowMs: performance.now(), screen: machine.screen }),
    );
  }

  #refuse(error: unknown): string {
    const reason = reasonOf(error);
    this.tally.refused += 1;
    this.tally.refusal ??= reason;
    return reason;
  }
}
