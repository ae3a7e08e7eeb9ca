import type { Point } from "../pointer/point.ts";
import type { Size } from "./size.ts";

/** In pixels, as VNC servers tell it. */
export interface Area extends Size {
  readonly x: number;
  readonly y: number;
}

/** What pops up is larger than a mouse pointer on its way, or a cursor that blinks, and smaller than the screen. */
const SMALLEST: Size = { width: 64, height: 40 };
const LARGEST_SHARE = 0.8;
/** What changed longer ago is no news to a person. */
const REMEMBERED_MS = 30_000;

/** Where the screen changed last. */
export class ChangedAreas {
  #last: { readonly area: Area; readonly screen: Size; readonly atMs: number } | undefined;
  #seen = 0;

  /** How many changes were large enough to look at. */
  get seen(): number {
    return this.#seen;
  }

  /** Takes what one look found; the largest area is what a person would look at. */
  note(areas: readonly Area[], screen: Size, atMs: number): void {
    const area = findLargest(areas);
    if (area === undefined || area.width < SMALLEST.width || area.height < SMALLEST.height) return;
    this.#seen += 1;
    if (sizeOf(area) / sizeOf(screen) <= LARGEST_SHARE) this.#last = { area, screen, atMs };
  }

  /** A place within what changed last; undefined where nothing did, or too long ago. */
  find(within: Point, nowMs: number): Point | undefined {
    if (this.#last === undefined || nowMs - this.#last.atMs > REMEMBERED_MS) return undefined;
    const { area, screen } = this.#last;
    return {
      x: (area.x + within.x * area.width) / screen.width,
      y: (area.y + within.y * area.height) / screen.height,
    };
  }
}

function findLargest(areas: readonly Area[]): Area | undefined {
  return areas.reduce<Area | undefined>(
    (largest, area) => (largest === undefined || sizeOf(area) > sizeOf(largest) ? area : largest),
    undefined,
  );
}

function sizeOf({ width, height }: Size): number {
  return width * height;
}
