import { LONGEST_SIDE, MOST_PIXELS } from "../limits.ts";
import { RfbError } from "../rfb-error.ts";
import { OPAQUE } from "./pixel.ts";
import type { Rectangle } from "./rectangle.ts";

/** A picture of the server's screen. Rectangles are checked before they come here. */
export class Framebuffer {
  readonly width: number;
  readonly height: number;
  /** Four bytes per pixel, row by row: red, green, blue, and 255 wherever something has been painted. */
  readonly pixels: Uint8Array;
  /** The same memory, a number per pixel, in this host's order of bytes. */
  readonly words: Uint32Array;

  /** @throws AUX_RFB_SCREEN_SIZE */
  constructor(width: number, height: number, mostPixels = MOST_PIXELS) {
    assertSize(width, height, mostPixels);
    this.width = width;
    this.height = height;
    this.words = new Uint32Array(width * height);
    this.pixels = new Uint8Array(this.words.buffer);
  }

  /** Paints a rectangle in one colour, a word as `buildPixel` makes it. */
  fill(rectangle: Rectangle, word: number): void {
    const from = this.#offset(rectangle);
    const to = from + rectangle.height * this.width;
    for (let row = from; row < to; row += this.width) this.words.fill(word, row, row + rectangle.width);
  }

  /** Paints rows of four bytes per pixel, which fill the rectangle. */
  paint(rectangle: Rectangle, bytes: Uint8Array): void {
    const { width, height } = rectangle;
    const from = this.#offset(rectangle);
    for (let y = 0; y < height; y++) {
      const row = from + y * this.width;
      this.pixels.set(bytes.subarray(y * width * 4, (y + 1) * width * 4), row * 4);
      for (let at = row; at < row + width; at++) this.words[at] = (this.words[at] ?? 0) | OPAQUE;
    }
  }

  /** Paints one row of words, beginning at `x`, `y`. */
  paintWords(x: number, y: number, words: Uint32Array): void {
    this.words.set(words, y * this.width + x);
  }

  /** Copies one row within the picture; the two may overlap. */
  copyRow(from: { readonly x: number; readonly y: number }, x: number, y: number, width: number): void {
    const start = from.y * this.width + from.x;
    this.words.copyWithin(y * this.width + x, start, start + width);
  }

  #offset({ x, y }: Rectangle): number {
    return y * this.width + x;
  }
}

function assertSize(width: number, height: number, mostPixels: number): void {
  const isEmpty = width < 1 || height < 1;
  if (!isEmpty && width <= LONGEST_SIDE && height <= LONGEST_SIDE && width * height <= mostPixels) return;
  const allowed = `at most ${LONGEST_SIDE} pixels wide and high, and ${mostPixels} in all, are allowed`;
  throw new RfbError("AUX_RFB_SCREEN_SIZE", `the screen has ${width}x${height} pixels; ${allowed}`);
}
