import type { Rectangle } from "../picture/rectangle.ts";

/** The screen at one moment. */
export interface Frame {
  /** In pixels, 1 at least. */
  readonly width: number;
  readonly height: number;
  /**
   * Row by row, a word per pixel, whose bytes in memory are red, green, blue and 255. Stays as it is until the next call
   * of the view that gave it, which may paint into the same memory.
   */
  readonly words: Uint32Array;
  /** Where something may have changed since the view's frame before; all of it lies on the screen. Undefined: anywhere. */
  readonly changed: readonly Rectangle[] | undefined;
  /** When it was taken, on the clock of `performance.now()`, in milliseconds. */
  readonly takenMs: number;
}
