import { setTimeout as sleep } from "node:timers/promises";
import type { Size } from "../screen/size.ts";
import type { Point } from "./point.ts";

/** A PS/2 mouse cannot say more at once. */
const LONGEST_STEP = 100;
const HOME_STEPS = 80;
const HOME_STEP_MS = 4;

/**
 * Makes places out of steps, for a machine whose mouse knows no places: from the upper left corner on it counts. A guest
 * that makes fast steps longer ends up elsewhere.
 */
export class RelativePointer {
  readonly #screen: () => Size;
  readonly #step: (dx: number, dy: number) => Promise<void>;
  #at: { x: number; y: number } | undefined;

  constructor(screen: () => Size, step: (dx: number, dy: number) => Promise<void>) {
    this.#screen = screen;
    this.#step = step;
  }

  /** The pointer was moved otherwise. */
  forget(): void {
    this.#at = undefined;
  }

  async move(to: Point): Promise<void> {
    const { width, height } = this.#screen();
    const goal = { x: Math.round(to.x * (width - 1)), y: Math.round(to.y * (height - 1)) };
    const at = this.#at ?? (await this.#goHome());
    while (at.x !== goal.x || at.y !== goal.y) {
      const [dx, dy] = [limitStep(goal.x - at.x), limitStep(goal.y - at.y)];
      await this.#step(dx, dy);
      at.x += dx;
      at.y += dy;
    }
  }

  /** Into the corner, wherever it was. */
  async #goHome(): Promise<{ x: number; y: number }> {
    for (let count = 0; count < HOME_STEPS; count += 1) {
      await this.#step(-LONGEST_STEP, -LONGEST_STEP);
      await sleep(HOME_STEP_MS);
    }
    this.#at = { x: 0, y: 0 };
    return this.#at;
  }
}

function limitStep(distance: number): number {
  return Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, distance));
}
