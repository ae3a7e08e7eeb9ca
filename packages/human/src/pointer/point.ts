/** A place on the screen: 0 is its left or upper edge, 1 its right or lower one, whatever its resolution. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export function distanceOf(one: Point, other: Point): number {
  return Math.hypot(other.x - one.x, other.y - one.y);
}

/** The nearest place that lies on the screen. */
export function clampPoint({ x, y }: Point): Point {
  return { x: Math.min(Math.max(x, 0), 1), y: Math.min(Math.max(y, 0), 1) };
}
