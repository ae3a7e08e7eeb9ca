/** The largest screen by default, in pixels: 8K (7680×4320) fits. Four bytes of memory each. */
export const MOST_PIXELS = 32 * 1024 * 1024;

/** The most bytes of the picture that one reply brings. */
export const MOST_BYTES_PER_BAND = 256 * 1024;

/** So many replies with a part of the picture are asked for at once. */
export const BANDS_AT_ONCE = 4;

/** More changed rectangles than these are read as the one around them all. */
export const MOST_RECTANGLES = 16;

/** The longest file of cookies that is read, in bytes. */
export const LONGEST_AUTHORITY = 1024 * 1024;

/** The longest time that a timer can wait, in milliseconds (25 days); Node takes a longer one for none at all. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;
