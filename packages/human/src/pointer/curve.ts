import type { Random } from "../plan/random.ts";
import { clampPoint, distanceOf, type Point } from "./point.ts";

/** A place on the way of the pointer. */
export interface Waypoint {
  readonly at: Point;
  /** How long after the waypoint before, in milliseconds. */
  readonly afterMs: number;
}

/** Screens, and so hands, are looked at about sixty times a second. */
const STEP_MS = 16;
const SHORTEST_MS = 80;
const LONGEST_MS = 1_500;
/** Time to aim, and for each doubling of the way (Fitts' law); the target is about as large as a button. */
const AIM_MS = 120;
const DOUBLING_MS = 110;
const TARGET = 0.03;
/** Only a long way is overshot, and not each. */
const OVERSHOT_FROM = 0.15;
const OVERSHOT_SHARE = 0.3;

/** How a person's hand goes from one place to another: a curve, fast in its middle, now and then too far and back. */
export function buildPointerPath(from: Point, to: Point, random: Random): readonly Waypoint[] {
  const distance = distanceOf(from, to);
  const isOvershot = random.chance(OVERSHOT_SHARE) && distance > OVERSHOT_FROM;
  if (!isOvershot) return buildCurve(from, to, random);
  const beyond = 1 + random.between(0.02, 0.07);
  const wrong = clampPoint({ x: from.x + (to.x - from.x) * beyond, y: from.y + (to.y - from.y) * beyond });
  const [first, ...rest] = buildCurve(wrong, to, random);
  const noticed = first === undefined ? [] : [{ ...first, afterMs: random.between(60, 160) }];
  return [...buildCurve(from, wrong, random), ...noticed, ...rest];
}

/** A cubic Bézier curve that leaves the straight line to one side; ends exactly at its end. */
function buildCurve(from: Point, to: Point, random: Random): readonly Waypoint[] {
  const durationMs = chooseDuration(distanceOf(from, to), random);
  const steps = Math.max(1, Math.round(durationMs / STEP_MS));
  const bend = random.between(-0.18, 0.18);
  const controls = [
    bentPoint(from, to, random.between(0.2, 0.4), bend),
    bentPoint(from, to, random.between(0.6, 0.85), bend * random.between(0.2, 1)),
  ] as const;
  return Array.from({ length: steps }, (_, index) => {
    const isLast = index + 1 === steps;
    const at = isLast ? to : clampPoint(pointOn([from, ...controls, to], progressAt((index + 1) / steps)));
    return { at, afterMs: durationMs / steps };
  });
}

function chooseDuration(distance: number, random: Random): number {
  const fittsMs = AIM_MS + DOUBLING_MS * Math.log2(distance / TARGET + 1);
  return Math.min(Math.max(fittsMs * random.between(0.75, 1.3), SHORTEST_MS), LONGEST_MS);
}

/** A point `along` the straight line, moved sideways by `bend` of its length. */
function bentPoint(from: Point, to: Point, along: number, bend: number): Point {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return { x: from.x + dx * along - dy * bend, y: from.y + dy * along + dx * bend };
}

/** How much of the way is done: slow, fast, slow. Source: Flash and Hogan 1985, the minimum-jerk movement. */
function progressAt(time: number): number {
  return time ** 3 * (10 - 15 * time + 6 * time ** 2);
}

function pointOn([a, b, c, d]: readonly [Point, Point, Point, Point], at: number): Point {
  const rest = 1 - at;
  const weights = [rest ** 3, 3 * rest ** 2 * at, 3 * rest * at ** 2, at ** 3] as const;
  const along = (axis: "x" | "y") =>
    weights[0] * a[axis] + weights[1] * b[axis] + weights[2] * c[axis] + weights[3] * d[axis];
  return { x: along("x"), y: along("y") };
}
