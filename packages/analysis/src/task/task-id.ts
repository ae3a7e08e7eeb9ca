/** What an id may look like, for a person. */
export const TASK_ID_ALLOWED =
  "letters, digits, `.`, `_` and `-`, beginning with a letter or digit, 64 at most";

const TASK_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** True for a text that may name an analysis folder: it cannot leave the storage folder. */
export function isTaskId(text: string): boolean {
  return TASK_ID.test(text);
}
