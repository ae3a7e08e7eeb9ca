import type { Frame } from "../sources/frame.ts";
import type { TimeSlice } from "../time-slice.ts";
import { countDifferences, type Differences, findChangedArea, type PicturePair } from "./differences.ts";
import { type Rectangle, type Size, unite } from "./rectangle.ts";
import { TileGrid } from "./tile-grid.ts";

const NONE: Differences = { seen: 0, unseen: 0, masked: 0 };

/**
 * The picture that was kept last, and how far the screen is from it now: so a slow drift is seen as well as a sudden
 * change. Only tiles that may have changed are looked at again.
 */
export class KeptPicture implements Size {
  readonly width: number;
  readonly height: number;
  readonly #mask: Uint8Array | undefined;
  readonly #words: Uint32Array;
  readonly #grid: TileGrid;
  readonly #differences: Differences[];
  /** Tiles that may differ from what is kept. */
  readonly #touched: Uint8Array;

  /** Nothing is kept yet: the first frame is to `replace` it, uncompared. */
  constructor({ width, height }: Size, mask: Uint8Array | undefined) {
    this.width = width;
    this.height = height;
    this.#mask = mask;
    this.#words = new Uint32Array(width * height);
    this.#grid = new TileGrid({ width, height });
    this.#differences = this.#grid.tiles.map(() => NONE);
    this.#touched = new Uint8Array(this.#grid.tiles.length).fill(1);
  }

  /** How many pixels of the screen differ now. Rests between tiles. */
  async compare(frame: Frame, slice: TimeSlice): Promise<Differences> {
    const fresh = new Uint8Array(this.#touched.length);
    this.#grid.mark(fresh, frame.changed);
    this.#grid.mark(this.#touched, frame.changed);
    const pair = this.#pairWith(frame);
    for (const [index, tile] of this.#grid.tiles.entries()) {
      if (fresh[index] === 0) continue;
      this.#differences[index] = countDifferences(pair, tile);
      await slice.rest();
    }
    return sumOf(this.#differences);
  }

  /** Makes the frame, which was compared before, the kept one. Returns where they differed. Rests between tiles. */
  async replace(frame: Frame, slice: TimeSlice): Promise<Rectangle | undefined> {
    const pair = this.#pairWith(frame);
    let area: Rectangle | undefined;
    for (const [index, tile] of this.#grid.tiles.entries()) {
      if (this.#touched[index] === 0) continue;
      const changed = findChangedArea(pair, tile);
      if (changed !== undefined) area = unite(area, changed);
      this.#copy(frame, tile);
      this.#differences[index] = NONE;
      await slice.rest();
    }
    this.#touched.fill(0);
    return area;
  }

  #pairWith(frame: Frame): PicturePair {
    return { width: this.width, before: this.#words, after: frame.words, mask: this.#mask };
  }

  #copy({ words }: Frame, { x, y, width, height }: Rectangle): void {
    for (let row = y; row < y + height; row++) {
      const at = row * this.width + x;
      this.#words.set(words.subarray(at, at + width), at);
    }
  }
}

function sumOf(all: readonly Differences[]): Differences {
  let [seen, unseen, masked] = [0, 0, 0];
  for (const each of all) {
    seen += each.seen;
    unseen += each.unseen;
    masked += each.masked;
  }
  return { seen, unseen, masked };
}
