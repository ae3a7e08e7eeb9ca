import type { AuxiliaryState } from "@aux/core";
import type { Style } from "./style.ts";

type Tone = "good" | "warn" | "bad" | "dim";

const MARKS: Readonly<Record<AuxiliaryState, readonly [mark: string, tone: Tone]>> = {
  pending: ["·", "dim"],
  starting: ["…", "dim"],
  running: ["●", "good"],
  stopping: ["…", "dim"],
  stopped: ["✓", "good"],
  degraded: ["!", "warn"],
  crashed: ["✗", "bad"],
  failed: ["✗", "bad"],
  skipped: ["-", "dim"],
  disabled: ["-", "dim"],
};

/** A state's sign and colour, so that a column of them can be read at a glance. */
export function markState(
  state: AuxiliaryState,
  style: Style,
): { readonly mark: string; readonly text: string } {
  const [mark, tone] = MARKS[state];
  return { mark: style[tone](mark), text: style[tone](state) + " ".repeat(LONGEST - state.length) };
}

const LONGEST = Math.max(...Object.keys(MARKS).map((state) => state.length));
