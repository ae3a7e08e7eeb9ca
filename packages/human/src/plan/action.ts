import type { Point } from "../pointer/point.ts";

/** Where an action is meant to happen. `changed`: within what changed on the screen, if anything was seen to. */
export type Place =
  | { readonly name: "centre" | "dialog" | "anywhere"; readonly at: Point }
  | { readonly name: "changed"; readonly within: Point; readonly otherwise: Point };

/** What a person would do next. */
export type Intent =
  | { readonly action: "move"; readonly place: Place }
  | { readonly action: "click"; readonly place: Place; readonly clicks: 1 | 2 }
  | { readonly action: "type"; readonly text: string }
  | { readonly action: "enter" };

/** An intent in its row. */
export type PlannedAction = Intent & {
  /** How long after the beginning of the action before, in milliseconds. */
  readonly intervalMs: number;
  /** For all that its doing leaves to chance: curves, rhythm. */
  readonly seed: number;
};
