import type { Frame } from "../sources/frame.ts";
import { restBetween } from "../time-slice.ts";
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
  readonly #words: Int32Array;
  readonly #grid: TileGrid;
  readonly #differences: Differences[];
  /** Tiles that may differ from what is kept. */
  readonly #touched: Uint8Array;

  /** Nothing is kept yet: the first frame is to `replace` it, uncompared. */
  constructor({ width, height }: Size, mask: Uint8Array | undefined) {
    this.width = width;
    this.height = height;
    this.#mask = mask;
    this.#words = new Int32Array(width * height);
    this.#grid = new TileGrid({ width, height });
    this.#differences = this.#grid.tiles.map(() => NONE);
    this.#touched = new Uint8Array(this.#grid.tiles.length).fill(1);
  }

  /**
   * How many pixels of the screen differ now. Stops looking when more than `most` are seen to: the frame is to be kept
   * then, whatever the others are. Rests between tiles.
   */
  async compare(frame: Frame, most: number): Promise<Differences> {
    const fresh = new Uint8Array(this.#touched.length);
    this.#grid.mark(fresh, frame.changed);
    this.#grid.mark(this.#touched, frame.changed);
    const pair = this.#pairWith(frame);
    let seen = 0;
    for (let index = 0; index < fresh.length && seen <= most; index++) {
      const tile = this.#grid.tiles[index];
      if (tile === undefined || fresh[index] === 0) continue;
      const differences = countDifferences(pair, tile);
      this.#differences[index] = differences;
      seen += differences.seen;
      await restBetween();
    }
    return sumOf(this.#differences);
  }

  /** Makes the frame, which was compared before, the kept one. Returns where they differed. Rests between tiles. */
  async replace(frame: Frame): Promise<Rectangle | undefined> {
    const pair = this.#pairWith(frame);
    let area: Rectangle | undefined;
    for (const [index, tile] of this.#grid.tiles.entries()) {
      if (this.#touched[index] === 0) continue;
      const changed = findChangedArea(pair, tile);
      if (changed !== undefined) area = unite(area, changed);
      copyArea(pair, tile);
      this.#differences[index] = NONE;
      await restBetween();
    }
    this.#touched.fill(0);
    return area;
  }

  #pairWith({ words }: Frame): PicturePair {
    const after = new Int32Array(words.buffer, words.byteOffset, words.length);
    return { width: this.width, before: this.#words, after, mask: this.#mask };
  }
}

function copyArea({ width, before, after }: PicturePair, area: Rectangle): void {
  for (let y = area.y; y < area.y + area.height; y++) {
    const end = y * width + area.x + area.width;
    for (let at = end - area.width; at < end; at++) before[at] = after[at] ?? 0;
  }
}

function sumOf(all: readonly Differences[]): Differences {
  let seen = 0;
  let unseen = 0;
  let masked = 0;
  for (const each of all) {
    seen += each.seen;
    unseen += each.unseen;
    masked += each.masked;
  }
  return { seen, unseen, masked };
}
