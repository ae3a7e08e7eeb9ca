import type { Rectangle } from "../src/picture/rectangle.ts";
import type { Frame } from "../src/sources/frame.ts";

/** A screen of one colour (`0xRRGGBB`), that can be painted. */
export class PaintedScreen {
  readonly width: number;
  readonly height: number;
  readonly words: Uint32Array;

  constructor(width: number, height: number, colour = 0) {
    this.width = width;
    this.height = height;
    this.words = new Uint32Array(width * height).fill(toWord(colour));
  }

  /** Paints, and gives the frame with it. */
  paint(area: Rectangle, colour: number): Frame {
    for (let y = area.y; y < area.y + area.height; y++) {
      const at = y * this.width + area.x;
      this.words.fill(toWord(colour), at, at + area.width);
    }
    return this.frame([area]);
  }

  frame(changed?: readonly Rectangle[]): Frame {
    const { width, height, words } = this;
    return { width, height, words, changed, takenMs: performance.now() };
  }
}

function toWord(colour: number): number {
  return (0xff000000 | ((colour & 0xff) << 16) | (colour & 0xff00) | (colour >>> 16)) >>> 0;
}
