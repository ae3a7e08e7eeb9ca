import type { Rectangle } from "./rectangle.ts";

/** A person sees no change of a pixel whose red, green and blue differ by no more than this, of 255. */
export const UNSEEN_DIFFERENCE = 8;

/**
 * Two pictures of one width, a word per pixel, and which pixels do not count. The words are signed: as unsigned ones
 * they would be compared as floating-point numbers, which takes four times as long.
 */
export interface PicturePair {
  readonly width: number;
  readonly before: Int32Array;
  readonly after: Int32Array;
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

export function countDifferences(pair: PicturePair, area: Rectangle): Differences {
  const counts = { seen: 0, unseen: 0, masked: 0 };
  for (let y = area.y; y < area.y + area.height; y++) {
    const start = y * pair.width + area.x;
    countInRow(pair, start, start + area.width, counts);
  }
  return counts;
}

type Counts = { -readonly [Name in keyof Differences]: Differences[Name] };

/** Looks at four pixels at once, because most are the same. */
function countInRow(pair: PicturePair, start: number, end: number, counts: Counts): void {
  const { before, after } = pair;
  let at = start;
  for (; at + 3 < end; at += 4) {
    const first = (before[at] ?? 0) ^ (after[at] ?? 0);
    const second = (before[at + 1] ?? 0) ^ (after[at + 1] ?? 0);
    const third = (before[at + 2] ?? 0) ^ (after[at + 2] ?? 0);
    const fourth = (before[at + 3] ?? 0) ^ (after[at + 3] ?? 0);
    if ((first | second | third | fourth) !== 0) countOneByOne(pair, at, at + 4, counts);
  }
  countOneByOne(pair, at, end, counts);
}

function countOneByOne(
  { before, after, mask }: PicturePair,
  start: number,
  end: number,
  counts: Counts,
): void {
  for (let at = start; at < end; at++) {
    if (before[at] === after[at]) continue;
    if (mask !== undefined && mask[at] !== 0) counts.masked += 1;
    else if (isSeen(before[at] ?? 0, after[at] ?? 0)) counts.seen += 1;
    else counts.unseen += 1;
  }
}

/** The smallest rectangle around all pixels of an area that differ and are not masked; undefined when none does. */
export function findChangedArea(pair: PicturePair, area: Rectangle): Rectangle | undefined {
  const { width } = pair;
  let left = area.x + area.width;
  let right = -1;
  let top = -1;
  let bottom = -1;
  for (let y = area.y; y < area.y + area.height; y++) {
    const start = y * width;
    const last = area.x + area.width - 1;
    const first = findDifferent(pair, { from: start + area.x, to: start + last, step: 1 });
    if (first < 0) continue;
    if (top < 0) top = y;
    bottom = y;
    left = Math.min(left, first - start);
    // What is left of the right edge so far cannot move it.
    const edge = Math.max(right + 1, first - start);
    const beyond = edge > last ? -1 : findDifferent(pair, { from: start + last, to: start + edge, step: -1 });
    if (beyond >= 0) right = beyond - start;
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

interface Line {
  readonly from: number;
  readonly to: number;
  readonly step: 1 | -1;
}

/** The first place on a line where the pictures differ, and that is not masked; -1 when there is none. */
function findDifferent({ before, after, mask }: PicturePair, { from, to, step }: Line): number {
  for (let at = from; at !== to + step; at += step) {
    if (before[at] !== after[at] && (mask === undefined || mask[at] === 0)) return at;
  }
  return -1;
}

function isSeen(before: number, after: number): boolean {
  return (
    isFar((before & 0xff) - (after & 0xff)) ||
    isFar(((before >> 8) & 0xff) - ((after >> 8) & 0xff)) ||
    isFar(((before >> 16) & 0xff) - ((after >> 16) & 0xff))
  );
}

function isFar(difference: number): boolean {
  return difference > UNSEEN_DIFFERENCE || difference < -UNSEEN_DIFFERENCE;
}
