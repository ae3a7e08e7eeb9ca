/** A part of the screen, in pixels from the upper left corner. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What of a rectangle lies on a screen; undefined where nothing does. */
export function clipRectangle(
  { x, y, width, height }: Rectangle,
  screen: { readonly width: number; readonly height: number },
): Rectangle | undefined {
  const [left, top] = [Math.max(x, 0), Math.max(y, 0)];
  const clipped = {
    x: left,
    y: top,
    width: Math.min(x + width, screen.width) - left,
    height: Math.min(y + height, screen.height) - top,
  };
  return clipped.width > 0 && clipped.height > 0 ? clipped : undefined;
}

/** The smallest rectangle around two. */
export function joinRectangles(a: Rectangle, b: Rectangle): Rectangle {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const width = Math.max(a.x + a.width, b.x + b.width) - x;
  const height = Math.max(a.y + a.height, b.y + b.height) - y;
  return { x, y, width, height };
}

/** Its pixels. */
export function measureArea({ width, height }: Rectangle): number {
  return width * height;
}
