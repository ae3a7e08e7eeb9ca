import type { Rectangle } from "./rectangle.ts";

/** A person sees no change of a pixel whose red, green and blue differ by no more than this, of 255. */
export const UNSEEN_DIFFERENCE = 8;

/** Two pictures of one width, a word per pixel, and which pixels do not count. */
export interface PicturePair {
  readonly width: number;
  readonly before: Uint32Array;
  readonly after: Uint32Array;
  /** Not 0 for each pixel that is to be ignored. */
  readonly mask: Uint8Array | undefined;
}

/** How many pixels of an area differ. */
export interface Differences {
  /** So that a person can see it. */
  readonly seen: number;
  /** Too little to be seen. */
  readonly unseen: number;
  /** Whatever they differ by: they are masked. */
  readonly masked: number;
}

export function countDifferences({ width, before, after, mask }: PicturePair, area: Rectangle): Differences {
  let [seen, unseen, masked] = [0, 0, 0];
  for (let y = area.y; y < area.y + area.height; y++) {
    const end = y * width + area.x + area.width;
    for (let at = end - area.width; at < end; at++) {
      if (before[at] === after[at]) continue;
      if (mask !== undefined && mask[at] !== 0) masked += 1;
      else if (isSeen(before[at] ?? 0, after[at] ?? 0)) seen += 1;
      else unseen += 1;
    }
  }
  return { seen, unseen, masked };
}

/** The smallest rectangle around all pixels of an area that differ and are not masked; undefined when none does. */
export function findChangedArea(
  { width, before, after, mask }: PicturePair,
  area: Rectangle,
): Rectangle | undefined {
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, -1, -1, -1];
  for (let y = area.y; y < area.y + area.height; y++) {
    const start = y * width;
    for (let x = area.x; x < area.x + area.width; x++) {
      if (before[start + x] === after[start + x] || (mask !== undefined && mask[start + x] !== 0)) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (top < 0) top = y;
      bottom = y;
    }
  }
  if (right < 0) return undefined;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function isSeen(before: number, after: number): boolean {
  for (let shift = 0; shift < 32; shift += 8) {
    const difference = ((before >>> shift) & 0xff) - ((after >>> shift) & 0xff);
    if (difference > UNSEEN_DIFFERENCE || difference < -UNSEEN_DIFFERENCE) return true;
  }
  return false;
}
