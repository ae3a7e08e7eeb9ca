/** How a rectangle may be encoded, by the names that options use. */
export type RfbEncoding =
  | "zrle"
  | "hextile"
  | "copyrect"
  | "raw"
  | "cursor"
  | "desktopSize"
  | "extendedDesktopSize";

/** The numbers of RFC 6143, section 7.7, and of the registered extension ExtendedDesktopSize. */
export const ENCODING_NUMBERS: Readonly<Record<RfbEncoding, number>> = {
  zrle: 16,
  hextile: 5,
  copyrect: 1,
  raw: 0,
  cursor: -239,
  desktopSize: -223,
  extendedDesktopSize: -308,
};

/**
 * What is asked for unless options say otherwise, the most wanted first. ZRLE needs the fewest bytes and hardly more
 * time than others; every server has Hextile or, as the protocol demands, Raw.
 */
export const DEFAULT_ENCODINGS: readonly RfbEncoding[] = [
  "zrle",
  "hextile",
  "copyrect",
  "raw",
  "cursor",
  "desktopSize",
  "extendedDesktopSize",
];
