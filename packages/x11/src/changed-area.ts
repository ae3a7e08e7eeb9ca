import { MOST_RECTANGLES } from "./limits.ts";
import { joinRectangles, measureArea, type Rectangle } from "./rectangle.ts";

/** Reading so many pixels more is cheaper than one more request. */
const PIXELS_PER_REQUEST = 4096;

/** What has changed on the screen since it was read: few rectangles, however many the server names. */
export class ChangedArea {
  #rectangles: Rectangle[] = [];
  #isAll = true;

  get isEmpty(): boolean {
    return !this.#isAll && this.#rectangles.length === 0;
  }

  /** Everything has to be read anew. */
  addAll(): void {
    this.#isAll = true;
  }

  add(rectangle: Rectangle): void {
    let joined = rectangle;
    const others = this.#rectangles.filter((other) => {
      const both = joinRectangles(joined, other);
      if (measureArea(both) > measureArea(joined) + measureArea(other) + PIXELS_PER_REQUEST) return true;
      joined = both;
      return false;
    });
    others.push(joined);
    this.#rectangles = others.length > MOST_RECTANGLES ? [others.reduce(joinRectangles)] : others;
  }

  /** The changes so far, to be read now; "all" where the whole screen is. */
  take(): readonly Rectangle[] | "all" {
    const taken = this.#isAll ? "all" : this.#rectangles;
    this.#isAll = false;
    this.#rectangles = [];
    return taken;
  }
}
