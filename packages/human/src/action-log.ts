import { closeSync, openSync, writeSync } from "node:fs";
import { reasonOf } from "@aux/core";

/** A line of `human.jsonl`. */
export interface LoggedAction {
  /** When it began: this host's wall clock, ISO 8601, UTC. */
  readonly wall: string;
  /** The same in milliseconds since the module's start; never jumps. */
  readonly monotonicMs: number;
  /** How long it took, in milliseconds. */
  readonly tookMs: number;
  readonly action: "move" | "click" | "type" | "enter";
  /** Why the pointer went where it went. */
  readonly place?: "centre" | "dialog" | "anywhere" | "changed";
  /** Where the pointer was at its end: 0 is the left (upper) edge of the screen, 1 the right (lower) one. */
  readonly x?: number;
  readonly y?: number;
  /** The same in pixels, where the size of the screen is known. */
  readonly pixel?: readonly [x: number, y: number];
  /** Clicks of the left button that were done. */
  readonly clicks?: number;
  /** Characters that were typed; a line's end is Enter. */
  readonly text?: string;
  /** Keys that were pressed for them, Shift among them. */
  readonly presses?: number;
  /** The end of the analysis came in its middle, or the connection was lost. */
  readonly isInterrupted?: true;
  /** Why the machine did not take it. */
  readonly error?: string;
}

/** Writes each action as a line of JSON, at once. A disk that takes no more is no reason to stop acting. */
export class ActionLog implements Disposable {
  #descriptor: number | undefined;
  #error: string | undefined;
  #lost = 0;

  /** Makes the file, empty. Throws what `fs` throws. */
  constructor(path: string) {
    this.#descriptor = openSync(path, "w", 0o644);
  }

  /** Why actions are missing in it, when some are. */
  get error(): string | undefined {
    return this.#error;
  }

  /** How many actions are missing. */
  get lost(): number {
    return this.#lost;
  }

  add(action: LoggedAction): void {
    try {
      if (this.#error !== undefined || this.#descriptor === undefined) throw new Error("closed");
      const line = Buffer.from(`${JSON.stringify(action)}\n`);
      let from = 0;
      while (from < line.length) from += writeSync(this.#descriptor, line, from);
    } catch (error) {
      this.#error ??= reasonOf(error);
      this.#lost += 1;
    }
  }

  /** Can be called again. */
  [Symbol.dispose](): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}
