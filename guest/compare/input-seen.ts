/** What the guest's input devices saw, as the guest counts it (guest/README.md, `input`). */
export interface InputSeen {
  /** Presses of each key, by its number in Linux. */
  readonly keys: ReadonlyMap<number, number>;
  readonly clicks: number;
  /** Keys and buttons that were pressed and not released. */
  readonly held: number;
  /** Steps and places along an axis. */
  readonly moves: number;
  /** The tablet's last place, 0 to 32767; -1 where there was none. */
  readonly x: number;
  readonly y: number;
}

const SEEN = /keys (\S+) clicks (\d+) held (-?\d+) moves (\d+) at (-?\d+),(-?\d+)/;

/** Reads the guest's own words; undefined where they are not in the text. */
export function parseInputSeen(text: string): InputSeen | undefined {
  const found = SEEN.exec(text);
  if (found === null) return undefined;
  const [keys = "", ...numbers] = found.slice(1);
  const [clicks = 0, held = 0, moves = 0, x = -1, y = -1] = numbers.map(Number);
  return { keys: parseKeys(keys), clicks, held, moves, x, y };
}

function parseKeys(text: string): Map<number, number> {
  if (text === "none") return new Map();
  const pairs = text.split(",").map((pair) => pair.split(":").map(Number));
  return new Map(pairs.map(([code = 0, presses = 0]) => [code, presses]));
}
