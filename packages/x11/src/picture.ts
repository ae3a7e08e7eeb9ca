import { convertPixels, type PixelFormat } from "./pixel-format.ts";
import type { Rectangle } from "./rectangle.ts";
import type { ReplyBody } from "./x11-connection.ts";
import { X11Error } from "./x11-error.ts";

/** A picture of the screen. */
export class Picture {
  readonly width: number;
  readonly height: number;
  /** A number per pixel, row by row, whose bytes in memory are red, green, blue and 255; 0 where nothing was read yet. */
  readonly words: Uint32Array;
  /** The same memory, byte by byte. */
  readonly pixels: Uint8Array;

  /** @throws AUX_X11_SCREEN_SIZE */
  constructor(width: number, height: number, mostPixels: number) {
    if (width < 1 || height < 1 || width * height > mostPixels) {
      const what = `the screen has ${width}x${height} pixels; at most ${mostPixels} in all are allowed`;
      throw new X11Error("AUX_X11_SCREEN_SIZE", what);
    }
    this.width = width;
    this.height = height;
    this.words = new Uint32Array(width * height);
    this.pixels = new Uint8Array(this.words.buffer);
  }

  /** Takes the pixels of a rectangle, which lies on the picture, as the server sends them. */
  paint({ x, y, width, height }: Rectangle, format: PixelFormat): ReplyBody {
    const row = new Uint32Array(width);
    const rowBytes = new Uint8Array(row.buffer);
    let filled = 0;
    let to = y * this.width + x;
    const take = (portion: Buffer) => {
      for (let at = 0; at < portion.length; ) {
        const some = portion.subarray(at, at + rowBytes.length - filled);
        rowBytes.set(some, filled);
        at += some.length;
        filled += some.length;
        if (filled < rowBytes.length) return;
        convertPixels(row, format, this.words, to);
        to += this.width;
        filled = 0;
      }
    };
    return { bytes: width * height * 4, take };
  }
}
