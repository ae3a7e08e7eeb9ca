import { RfbError } from "../rfb-error.ts";

/** A part of the screen, in pixels from the upper left corner. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Nothing is written to a framebuffer before this has passed.
 *
 * @throws AUX_RFB_RECTANGLE
 */
export function assertInside(
  inner: Rectangle,
  screen: { readonly width: number; readonly height: number },
): void {
  const isInside = inner.x + inner.width <= screen.width && inner.y + inner.height <= screen.height;
  if (isInside) return;
  const what = `${inner.width}x${inner.height} at ${inner.x},${inner.y}`;
  throw new RfbError(
    "AUX_RFB_RECTANGLE",
    `a rectangle of ${what} on a screen of ${screen.width}x${screen.height}`,
  );
}

/** The rectangle in pieces of at most `side` pixels, row by row, as Hextile and ZRLE order them. */
export function* listTiles(rectangle: Rectangle, side: number): Generator<Rectangle> {
  const right = rectangle.x + rectangle.width;
  const bottom = rectangle.y + rectangle.height;
  for (let y = rectangle.y; y < bottom; y += side) {
    for (let x = rectangle.x; x < right; x += side) {
      yield { x, y, width: Math.min(side, right - x), height: Math.min(side, bottom - y) };
    }
  }
}
