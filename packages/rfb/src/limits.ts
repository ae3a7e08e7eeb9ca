/** The most bytes that are taken from a stream at once: a row of the widest screen. */
export const MOST_BYTES_AT_ONCE = 64 * 1024;

/** The widest and the highest screen, in pixels. */
export const LONGEST_SIDE = 16_384;

/** The largest screen by default, in pixels: 8K (7680×4320) fits. Four bytes of memory each. */
export const MOST_PIXELS = 32 * 1024 * 1024;

/** The widest and the highest shape of a mouse cursor, in pixels. */
export const LONGEST_CURSOR_SIDE = 1024;

/** The longest name of a desktop, in bytes. */
export const LONGEST_NAME = 4096;

/** The longest reason of a refusal that is read, in bytes; what is beyond is not waited for. */
export const LONGEST_REASON = 1024;

/** The longest clipboard that is skipped, in bytes. */
export const LONGEST_CUT_TEXT = 64 * 1024 * 1024;

/** The most bytes waiting to be taken by the server: some ten thousand events. */
export const MOST_UNSENT_BYTES = 256 * 1024;

/** The longest time that a timer can wait, in milliseconds (25 days); Node takes a longer one for none at all. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;
