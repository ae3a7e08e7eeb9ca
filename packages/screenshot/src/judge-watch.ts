import { AuxiliaryError, type Problem, reasonOf } from "@aux/core";
import { screenshotProblem } from "./screenshot-problems.ts";
import type { WatchReport } from "./watch/screen-watch.ts";

/** A screen that goes so shortly before the end went with its machine. */
const WITH_THE_MACHINE_MS = 5_000;

/** What is known when the watch is over. */
export interface WatchEnd {
  readonly report: WatchReport;
  /** Of the source, for a person. */
  readonly description: string;
  readonly hasPictures: boolean;
  /** When the machine was about to be stopped, on `performance.now()`. */
  readonly endMs: number;
}

/** What is missing because the screen was not seen, and why; undefined when nothing is. */
export function judgeWatch({ report, description, hasPictures, endMs }: WatchEnd): Problem | undefined {
  const { lastError, lostMs } = report;
  if (!hasPictures) {
    const reason = lastError === undefined ? "it showed nothing" : reasonOf(lastError);
    const message = `no picture was seen of ${description}: ${reason}`;
    return screenshotProblem("AUX_SCREENSHOT_NO_PICTURE", message, remedyOf(lastError));
  }
  if (lostMs === undefined || endMs - lostMs < WITH_THE_MACHINE_MS) return undefined;
  const seconds = ((endMs - lostMs) / 1_000).toFixed(1);
  const message = `${description} was lost ${seconds} s before the end: ${reasonOf(lastError)}`;
  return screenshotProblem("AUX_SCREENSHOT_LOST", message, remedyOf(lastError));
}

/** Who knows why a connection failed knows best what to do about it. */
function remedyOf(error: unknown): { readonly remedy?: string } {
  const remedy = AuxiliaryError.is(error) ? error.problems[0]?.remedy : undefined;
  return remedy === undefined ? {} : { remedy };
}
