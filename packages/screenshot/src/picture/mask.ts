import { clip, type Rectangle, type Size } from "./rectangle.ts";

const AREA = /^(\d{1,5}),(\d{1,5}),(\d{1,5})x(\d{1,5})$/;
const MOST_AREAS = 64;

/** `X,Y,WIDTHxHEIGHT` of each area, with blanks between; undefined for any other text. */
export function parseAreas(text: string): readonly Rectangle[] | undefined {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const areas = words.map(parseArea);
  return areas.length <= MOST_AREAS && areas.every((area) => area !== undefined) ? areas : undefined;
}

function parseArea(word: string): Rectangle | undefined {
  const [x = 0, y = 0, width = 0, height = 0] = (AREA.exec(word) ?? []).slice(1).map(Number);
  return width === 0 || height === 0 ? undefined : { x, y, width, height };
}

/** The area as `parseAreas` takes it. */
export function formatArea({ x, y, width, height }: Rectangle): string {
  return `${x},${y},${width}x${height}`;
}

/** A byte per pixel of a screen, 1 where it is to be ignored; undefined when that is nowhere. */
export function buildMask(areas: readonly Rectangle[], screen: Size): Uint8Array | undefined {
  const inside = areas.map((area) => clip(area, screen)).filter((area) => area !== undefined);
  if (inside.length === 0) return undefined;
  const mask = new Uint8Array(screen.width * screen.height);
  for (const { x, y, width, height } of inside) {
    for (let row = y; row < y + height; row++)
      mask.fill(1, row * screen.width + x, row * screen.width + x + width);
  }
  return mask;
}
