/** A part of the screen, in pixels from the upper left corner. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The part of a rectangle that lies on a screen; undefined when there is none. */
export function clip({ x, y, width, height }: Rectangle, screen: Size): Rectangle | undefined {
  const [left, top] = [Math.max(x, 0), Math.max(y, 0)];
  const right = Math.min(x + width, screen.width);
  const bottom = Math.min(y + height, screen.height);
  if (right <= left || bottom <= top) return undefined;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The smallest rectangle around two. */
export function unite(one: Rectangle | undefined, other: Rectangle): Rectangle {
  if (one === undefined) return other;
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: bottom - y };
}
