/** Colours for a terminal; each leaves the text as it is where there are none. */
export interface Style {
  good(text: string): string;
  warn(text: string): string;
  bad(text: string): string;
  dim(text: string): string;
  strong(text: string): string;
}

/** Colours only on a terminal, and not where NO_COLOR is set. Source: https://no-color.org */
export function buildStyle(isTerminal: boolean, noColor: string | undefined): Style {
  const hasColours = isTerminal && (noColor === undefined || noColor === "");
  const paint = (on: number, off: number) => (text: string) =>
    hasColours && text !== "" ? `\x1b[${on}m${text}\x1b[${off}m` : text;
  return {
    good: paint(32, 39),
    warn: paint(33, 39),
    bad: paint(31, 39),
    dim: paint(2, 22),
    strong: paint(1, 22),
  };
}
