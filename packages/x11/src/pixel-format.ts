import { endianness } from "node:os";
import { X11Error } from "./x11-error.ts";

const IS_LITTLE_ENDIAN = endianness() === "LE";

/** How the X server writes a pixel, four bytes each: at which of them a colour is. */
export interface PixelFormat {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** What the setup says about the pixels of a screen. */
export interface PixelLayout {
  readonly depth: number;
  readonly bitsPerPixel: number;
  readonly isLeastByteFirst: boolean;
  readonly masks: { readonly red: number; readonly green: number; readonly blue: number };
}

/** @throws AUX_X11_UNSUPPORTED for anything else than 8 bits for each colour in 4 bytes */
export function buildPixelFormat({ depth, bitsPerPixel, isLeastByteFirst, masks }: PixelLayout): PixelFormat {
  const find = (mask: number) => {
    const byte = [0xff, 0xff00, 0xff0000, 0xff000000].indexOf(mask >>> 0);
    return isLeastByteFirst || byte < 0 ? byte : 3 - byte;
  };
  const format = { red: find(masks.red), green: find(masks.green), blue: find(masks.blue) };
  const isEightBits = format.red >= 0 && format.green >= 0 && format.blue >= 0;
  if ((depth === 24 || depth === 32) && bitsPerPixel === 32 && isEightBits) return format;
  const what = `${depth} bits of colour in ${bitsPerPixel}, red at ${(masks.red >>> 0).toString(16)}`;
  throw new X11Error("AUX_X11_UNSUPPORTED", `the screen has ${what}; only 8 bits a colour can be read`);
}

/** Writes pixels of the server's as words whose bytes in memory are red, green, blue and 255. */
export function convertPixels(from: Uint32Array, format: PixelFormat, to: Uint32Array, offset: number): void {
  const [red, green, blue] = [shiftOf(format.red), shiftOf(format.green), shiftOf(format.blue)];
  const [toRed, toGreen, toBlue] = [shiftOf(0), shiftOf(1), shiftOf(2)];
  const opaque = 0xff << shiftOf(3);
  for (let index = 0; index < from.length; index++) {
    const pixel = from[index] ?? 0;
    to[offset + index] =
      opaque |
      (((pixel >>> red) & 0xff) << toRed) |
      (((pixel >>> green) & 0xff) << toGreen) |
      (((pixel >>> blue) & 0xff) << toBlue);
  }
}

/** How far a byte of a word in memory is from its lowest bits. */
function shiftOf(byte: number): number {
  return IS_LITTLE_ENDIAN ? 8 * byte : 24 - 8 * byte;
}
