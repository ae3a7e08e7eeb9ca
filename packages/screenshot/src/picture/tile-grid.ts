import { clip, type Rectangle, type Size } from "./rectangle.ts";

/** Side of a tile, in pixels. */
const TILE_SIDE = 64;

/** A screen in tiles, numbered row by row: what is known about pixels is kept for each of them. */
export class TileGrid {
  readonly #screen: Size;
  readonly #columns: number;
  readonly tiles: readonly Rectangle[];

  constructor(screen: Size) {
    this.#screen = screen;
    this.#columns = Math.ceil(screen.width / TILE_SIDE);
    this.tiles = [...listTiles(screen)];
  }

  /** Sets the flag of each tile that one of the rectangles touches; of all tiles without rectangles. */
  mark(flags: Uint8Array, rectangles: readonly Rectangle[] | undefined): void {
    if (rectangles === undefined) flags.fill(1);
    for (const rectangle of rectangles ?? []) this.#markOne(flags, rectangle);
  }

  #markOne(flags: Uint8Array, rectangle: Rectangle): void {
    const inside = clip(rectangle, this.#screen);
    if (inside === undefined) return;
    const [left, top] = [tileOf(inside.x), tileOf(inside.y)];
    const right = tileOf(inside.x + inside.width - 1);
    const bottom = tileOf(inside.y + inside.height - 1);
    for (let row = top; row <= bottom; row++)
      flags.fill(1, row * this.#columns + left, row * this.#columns + right + 1);
  }
}

function tileOf(pixel: number): number {
  return Math.floor(pixel / TILE_SIDE);
}

function* listTiles({ width, height }: Size): Generator<Rectangle> {
  for (let y = 0; y < height; y += TILE_SIDE) {
    for (let x = 0; x < width; x += TILE_SIDE)
      yield { x, y, width: Math.min(TILE_SIDE, width - x), height: Math.min(TILE_SIDE, height - y) };
  }
}
