/** What a timer of this platform can hold, some 24 days. */
const LONGEST_SECONDS = 2_147_483;

/** What a timeout may be, for a person. */
export const TIMEOUT_ALLOWED = `a number of seconds greater than 0, at most ${LONGEST_SECONDS}`;

/** True for a usable number of seconds. */
export function isTimeout(seconds: unknown): seconds is number {
  return typeof seconds === "number" && seconds > 0 && seconds <= LONGEST_SECONDS;
}
