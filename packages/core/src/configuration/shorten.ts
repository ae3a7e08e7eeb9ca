const LONGEST_SHOWN = 80;

/** Text of somebody's, as long as a person may want to read it, without the characters that a terminal obeys. */
export function shorten(text: string): string {
  const printable = text.slice(0, LONGEST_SHOWN).replace(/\p{Cc}/gu, "\u{fffd}");
  return text.length > LONGEST_SHOWN ? `${printable}…` : printable;
}
