import type { Problem } from "@aux/core";
import type { Tally } from "./acting.ts";
import type { ActionLog } from "./action-log.ts";
import type { Contact } from "./hand/link.ts";
import { humanProblem } from "./human-problems.ts";

/** What is known at the end. */
export interface Outcome {
  readonly tally: Tally;
  /** What carried the input, and what only looked at the screen. */
  readonly input: Contact | undefined;
  readonly eyes: Contact | undefined;
  readonly log: Pick<ActionLog, "error" | "lost">;
}

/** Shorter absences are the machine's own end. */
const LOST_MS = 5_000;

/** What was not whole. */
export function judgeActing({ tally, input, eyes, log }: Outcome): readonly Problem[] {
  const problems: Problem[] = [];
  const lastReason = ({ lastReason: reason }: Contact) => reason ?? "nobody answered";
  if (input?.connections === 0)
    problems.push(humanProblem("AUX_HUMAN_UNREACHABLE", `nothing was done: ${lastReason(input)}`));
  else if (input !== undefined && input.absentMs > LOST_MS) problems.push(lost(input, lastReason(input)));
  // Who was stopped before the first action had no time to look.
  if (eyes?.connections === 0 && tally.actions > 0)
    problems.push(humanProblem("AUX_HUMAN_BLIND", `the screen was never seen: ${lastReason(eyes)}`));
  if (tally.refused > 0) {
    const message = `${tally.refused} actions were not taken, the first: ${String(tally.refusal)}`;
    problems.push(humanProblem("AUX_HUMAN_REFUSED", message));
  }
  if (log.error !== undefined) {
    const message = `${log.lost} of ${tally.actions} actions are not in human.jsonl: ${log.error}`;
    problems.push(humanProblem("AUX_HUMAN_WRITE_FAILED", message));
  }
  return problems;
}

function lost({ absentMs }: Contact, reason: string): Problem {
  const seconds = Math.round(absentMs / 1000);
  return humanProblem("AUX_HUMAN_LOST", `the last ${seconds} s had no connection: ${reason}`);
}
