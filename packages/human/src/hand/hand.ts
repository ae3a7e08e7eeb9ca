import type { Key } from "../keyboard/keys.ts";
import type { Point } from "../pointer/point.ts";

/** A way to move a machine's mouse and to press its keys, over one connection. Every wait is bounded. */
export interface Hand {
  /** Before each action: resolves when the machine runs and would notice one. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Moves the pointer. */
  move(to: Point): Promise<void>;
  /** Presses or releases the left button. */
  button(isDown: boolean): Promise<void>;
  key(key: Key, isDown: boolean): Promise<void>;
}
