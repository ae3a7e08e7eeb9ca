import { reasonOf } from "@aux/core";
import type { ShotTaker } from "../shots/shot-taker.ts";
import type { Frame } from "../sources/frame.ts";
import type { ScreenSource, ScreenView } from "../sources/screen-source.ts";
import { waitMs } from "../wait-ms.ts";
import { Backoff } from "./backoff.ts";

/** How long the whole screen may take to come, once it is asked for. */
const WHOLE_FRAME_MS = 3_000;

/** What a watch has met so far. */
export interface WatchReport {
  /** How often the screen was connected to. */
  readonly connections: number;
  /** How often such a connection has ended by itself. */
  readonly losses: number;
  /** Why the last try failed, or the last connection ended; undefined while all is well. */
  readonly lastError: unknown;
  /** Since when the screen was not seen any more, on `performance.now()`; undefined while it is, or never was. */
  readonly lostMs: number | undefined;
}

export interface ScreenWatchOptions {
  readonly source: ScreenSource;
  readonly taker: ShotTaker;
  /** Called for each try that failed and each connection that has ended. */
  readonly onTrouble: (message: string) => void;
}

/** Watches a screen from before it is there until it is told to stop: connects again and again, and hands frames on. */
export class ScreenWatch {
  readonly #options: ScreenWatchOptions;
  readonly #absent = new Backoff(20, 100);
  readonly #refused = new Backoff(250, 5_000);
  readonly #running: Promise<void>;
  #report: WatchReport = { connections: 0, losses: 0, lastError: undefined, lostMs: undefined };
  #view: ScreenView | undefined;
  /** Aborted whenever what goes on is to be left for something else. */
  #turn = new AbortController();
  /** Called when the whole screen, which somebody waits for, was dealt with. */
  #wanted: (() => void) | undefined;
  #isOver = false;

  constructor(options: ScreenWatchOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  get report(): WatchReport {
    return this.#report;
  }

  /** Resolves when the screen as it is now was kept, where it can be seen; after some seconds at the latest. */
  async takeNow(): Promise<void> {
    if (this.#view === undefined || this.#isOver) return;
    const late = new AbortController();
    const taken = new Promise<void>((resolve) => {
      this.#wanted = resolve;
    });
    this.#interrupt();
    await Promise.race([taken, waitMs(WHOLE_FRAME_MS + 1_000, late.signal)]);
    late.abort();
  }

  /** Ends watching. The frame that was seen last is the taker's to finish. Never rejects. */
  async stop(): Promise<void> {
    this.#isOver = true;
    this.#interrupt();
    await this.#view?.close();
    await this.#running;
  }

  #interrupt(): void {
    const turn = this.#turn;
    this.#turn = new AbortController();
    turn.abort();
  }

  async #run(): Promise<void> {
    while (!this.#isOver) {
      const view = await this.#tryConnect();
      if (view !== undefined) await this.#look(view);
    }
  }

  async #tryConnect(): Promise<ScreenView | undefined> {
    const { source } = this.#options;
    const { signal } = this.#turn;
    try {
      return await source.connect(signal);
    } catch (error) {
      if (this.#isOver) return undefined;
      this.#note({ lastError: error }, `cannot see ${source.description}: ${reasonOf(error)}`);
      await waitMs((source.isAbsent(error) ? this.#absent : this.#refused).nextMs(), signal);
      return undefined;
    }
  }

  /** Hands on frames until the connection ends. */
  async #look(view: ScreenView): Promise<void> {
    this.#view = view;
    this.#report = { ...this.#report, connections: this.#report.connections + 1 };
    try {
      while (!this.#isOver) await this.#handOn(view);
    } catch (error) {
      if (!this.#isOver) this.#noteLoss(error);
    } finally {
      this.#view = undefined;
      this.#answerWanted();
      await view.close();
    }
    await waitMs(this.#refused.nextMs(), this.#turn.signal);
  }

  async #handOn(view: ScreenView): Promise<void> {
    const { taker } = this.#options;
    const { signal } = this.#turn;
    if (this.#wanted === undefined) {
      const frame = await this.#nextFrame(view, signal);
      if (frame !== undefined) await taker.take(frame, signal);
      return;
    }
    const whole = await wholeFrame(view);
    if (whole !== undefined) await taker.takeLast(whole);
    this.#answerWanted();
  }

  #answerWanted(): void {
    this.#wanted?.();
    this.#wanted = undefined;
  }

  /** Undefined when it was interrupted. */
  async #nextFrame(view: ScreenView, signal: AbortSignal): Promise<Frame | undefined> {
    try {
      const frame = await view.nextFrame(signal);
      this.#absent.reset();
      this.#refused.reset();
      this.#report = { ...this.#report, lastError: undefined, lostMs: undefined };
      return frame;
    } catch (error) {
      if (signal.aborted) return undefined;
      throw error;
    }
  }

  #noteLoss(error: unknown): void {
    const { losses, lostMs = performance.now() } = this.#report;
    const message = `lost ${this.#options.source.description}: ${reasonOf(error)}`;
    this.#note({ losses: losses + 1, lastError: error, lostMs }, message);
  }

  #note(change: Partial<WatchReport>, message: string): void {
    this.#report = { ...this.#report, ...change };
    this.#options.onTrouble(message);
  }
}

/** Undefined when it does not come in time. */
async function wholeFrame(view: ScreenView): Promise<Frame | undefined> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), WHOLE_FRAME_MS);
  try {
    return await view.wholeFrame(late.signal);
  } catch (error) {
    if (late.signal.aborted) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
