import type { Picture } from "./read-picture.ts";

/** The colours of a VGA text screen as Linux sets them, without the bright ones. */
const COLOURS: readonly (readonly [name: string, red: number, green: number, blue: number])[] = [
  ["black", 0, 0, 0],
  ["red", 170, 0, 0],
  ["green", 0, 170, 0],
  ["yellow", 170, 85, 0],
  ["blue", 0, 0, 170],
  ["magenta", 170, 0, 170],
  ["cyan", 0, 170, 170],
  ["white", 170, 170, 170],
];
/** A stripe is an eighth of the screen; text on a colour is less. */
const SMALLEST_SHARE = 0.1;
const MOST = 0.9;

/** What a person would call it: a colour that fills it, `stripes` of all eight, or `other`. */
export function nameScreen(picture: Picture): string {
  const pixels = picture.width * picture.height;
  const shares = [...countColours(picture)].map(([name, count]) => [name, count / pixels] as const);
  const filling = shares.find(([, share]) => share > MOST);
  if (filling !== undefined) return filling[0];
  const large = shares.filter(([, share]) => share > SMALLEST_SHARE);
  return large.length === COLOURS.length ? "stripes" : "other";
}

function countColours({ rgb }: Picture): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at < rgb.length; at += 3) {
    const name = nearestColour(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function nearestColour(red: number, green: number, blue: number): string {
  let nearest = "black";
  let least = Number.POSITIVE_INFINITY;
  for (const [name, r, g, b] of COLOURS) {
    const distance = (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2;
    if (distance < least) [nearest, least] = [name, distance];
  }
  return nearest;
}
