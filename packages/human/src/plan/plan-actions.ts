import type { Point } from "../pointer/point.ts";
import type { Intent, Place, PlannedAction } from "./action.ts";
import { Random } from "./random.ts";

/** What a plan is made from: the same gives the same. */
export interface PlanOptions {
  readonly seed: number;
  /** Actions a minute, on average. */
  readonly pace: number;
  readonly clicks: boolean;
  readonly typing: boolean;
  readonly phrases: readonly [string, ...string[]];
}

const MINUTE_MS = 60_000;
const DOUBLE_CLICK_SHARE = 0.15;

/** Where the buttons of a dialog in the middle of the screen use to be: message boxes, then installers. */
const DIALOG_BUTTONS: readonly [Point, ...Point[]] = [
  { x: 0.5, y: 0.57 },
  { x: 0.545, y: 0.57 },
  { x: 0.59, y: 0.6 },
  { x: 0.6, y: 0.72 },
  { x: 0.55, y: 0.72 },
];

/** The same within a dialog: lower middle, lower right; and its middle. */
const WITHIN_DIALOG: readonly [Point, ...Point[]] = [
  { x: 0.5, y: 0.84 },
  { x: 0.8, y: 0.88 },
  { x: 0.5, y: 0.5 },
];

/** All that will be done, without end. */
export function* planActions(options: PlanOptions): Generator<PlannedAction, never, void> {
  const random = new Random(options.seed);
  for (;;) {
    const intervalMs = (MINUTE_MS / options.pace) * random.between(0.5, 1.5);
    const seed = random.fork();
    yield { ...chooseIntent(random, options), intervalMs, seed };
  }
}

function chooseIntent(random: Random, { clicks, typing, phrases }: PlanOptions): Intent {
  const click = (place: Place): Intent => {
    return { action: "click", place, clicks: random.chance(DOUBLE_CLICK_SHARE) ? 2 : 1 };
  };
  const kinds: readonly (readonly [number, () => Intent])[] = [
    [25, () => ({ action: "move", place: anywhere(random) })],
    [clicks ? 12 : 0, () => click({ name: "centre", at: near({ x: 0.5, y: 0.5 }, random) })],
    [clicks ? 20 : 0, () => click({ name: "dialog", at: near(random.pick(DIALOG_BUTTONS), random) })],
    [clicks ? 20 : 0, () => click(changed(random))],
    [typing ? 15 : 0, () => ({ action: "type", text: random.pick(phrases) })],
    [typing ? 8 : 0, () => ({ action: "enter" })],
  ];
  const choose = random.pickWeighted(kinds);
  return choose === undefined ? { action: "move", place: anywhere(random) } : choose();
}

/** Not at the edges, where menus and the buttons that close windows are. */
function anywhere(random: Random): Place {
  return { name: "anywhere", at: { x: random.between(0.12, 0.88), y: random.between(0.12, 0.82) } };
}

function changed(random: Random): Place {
  const within = random.pick(WITHIN_DIALOG);
  return { name: "changed", within, otherwise: near(random.pick(DIALOG_BUTTONS), random) };
}

/** Nobody hits the very pixel. */
function near({ x, y }: Point, random: Random): Point {
  return { x: x + random.between(-0.008, 0.008), y: y + random.between(-0.008, 0.008) };
}
