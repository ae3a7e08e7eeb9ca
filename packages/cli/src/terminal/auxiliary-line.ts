import type { AuxiliaryRecord } from "@aux/core";
import { showMilliseconds } from "./figures.ts";
import { printable } from "./printable.ts";
import { markState } from "./state-mark.ts";
import type { Style } from "./style.ts";

/** One auxiliary on one line: sign, name, state, how long that took, why not. */
export function buildAuxiliaryLine(
  auxiliary: AuxiliaryRecord,
  width: number,
  style: Style,
  now?: number,
): string {
  const { mark, text } = markState(auxiliary.state, style);
  const took = tookOf(auxiliary, now);
  const why = auxiliary.reason ?? auxiliary.problems.at(-1)?.message;
  const parts = [
    `  ${mark} ${printable(auxiliary.name).padEnd(width)}`,
    text,
    (took === undefined ? "" : showMilliseconds(took)).padStart(7),
    why === undefined ? "" : ` ${style.dim(printable(why))}`,
  ];
  return parts.join("  ").trimEnd();
}

/** How long the step took that the state speaks of: the stop when there is one, else the start. */
function tookOf({ start, stop }: AuxiliaryRecord, now?: number): number | undefined {
  const step = stop ?? start;
  const end = step?.ended?.monotonicMs ?? now;
  return step === undefined || end === undefined ? undefined : Math.max(0, end - step.began.monotonicMs);
}
