import type { LoggedAction } from "./action-log.ts";
import type { Deed } from "./do-action.ts";
import type { PlannedAction } from "./plan/action.ts";
import type { Size } from "./screen/size.ts";

/** How an action went. */
export interface Course {
  /** When it began, ISO 8601, UTC, and on the clock of `performance.now()`. */
  readonly wall: string;
  readonly beganMs: number;
  readonly deed: Deed;
  isInterrupted?: boolean;
  error?: string;
}

/** The clock and the screen as they are at its end. */
export interface Ending {
  /** When the module began. */
  readonly beganMs: number;
  readonly nowMs: number;
  readonly screen: Size | undefined;
}

const PRECISION = 100_000;

/** The line of an action: what was done of it, not what was meant. */
export function buildLoggedAction(planned: PlannedAction, course: Course, ending: Ending): LoggedAction {
  const { deed, error } = course;
  return {
    wall: course.wall,
    monotonicMs: roundMs(course.beganMs - ending.beganMs),
    tookMs: roundMs(ending.nowMs - course.beganMs),
    action: planned.action,
    ...describePlace(planned, deed),
    ...describePoint(deed, ending.screen),
    ...(deed.clicks === undefined ? {} : { clicks: deed.clicks }),
    ...(deed.text === undefined ? {} : { text: deed.text }),
    ...(deed.presses === 0 ? {} : { presses: deed.presses }),
    ...(course.isInterrupted === true ? { isInterrupted: true } : {}),
    ...(error === undefined ? {} : { error }),
  };
}

/** A place that would have been chosen by what changed is a dialog's where nothing was seen to change. */
function describePlace(planned: PlannedAction, { hasSeen }: Deed): Pick<LoggedAction, "place"> {
  if (!("place" in planned)) return {};
  const { name } = planned.place;
  return { place: name === "changed" && hasSeen !== true ? "dialog" : name };
}

function describePoint({ at }: Deed, screen: Size | undefined): Pick<LoggedAction, "x" | "y" | "pixel"> {
  if (at === undefined) return {};
  const place = { x: roundPart(at.x), y: roundPart(at.y) };
  if (screen === undefined) return place;
  const pixel = [Math.round(at.x * (screen.width - 1)), Math.round(at.y * (screen.height - 1))] as const;
  return { ...place, pixel };
}

function roundPart(part: number): number {
  return Math.round(part * PRECISION) / PRECISION;
}

function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
