import type { Rectangle } from "../picture/rectangle.ts";

/** One message of the server about its screen, already painted. */
export interface RfbUpdate {
  /** What may have changed, in the server's order; empty when only the cursor or the size did. */
  readonly rectangles: readonly Rectangle[];
  /** The screen has a new size, so there is a new framebuffer. */
  readonly isResized: boolean;
  /** The cursor has a new shape. */
  readonly isCursorChanged: boolean;
  /** Bytes that came through the connection for it. */
  readonly bytes: number;
  /** When it began to arrive and when it was painted, on the clock of `performance.now()`, in milliseconds. */
  readonly startedMs: number;
  readonly paintedMs: number;
}
