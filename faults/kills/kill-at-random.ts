import { statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { judgeKilledRun, type Verdict } from "./judge-killed-run.ts";
import type { Killable } from "./killable-run.ts";

/** A series of runs that are killed. */
export interface KillSeries {
  readonly kills: number;
  /** Begins the ids of the analyses. */
  readonly name: string;
  /** How long a whole run takes from where its moments are counted. */
  readonly upToMs: number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Moments are counted from the start of the process, when there is nothing yet, and not from the journal's first line. */
  readonly isEarly?: boolean;
}

const BEGUN_MS = 10_000;
const LOOK_MS = 2;

/** Kills one run after the other, each at a random moment, and judges what each has left. */
export async function killAtRandom(place: Killable, series: KillSeries): Promise<readonly Verdict[]> {
  const { kills, name, upToMs, random, isEarly = false } = series;
  const verdicts: Verdict[] = [];
  for (let number = 1; verdicts.length < kills; number += 1) {
    const id = `${name}-${number}`;
    const run = place.begin(id);
    if (!isEarly) await untilBegun(place, id);
    const atMs = Math.round(random() * upToMs);
    await delay(atMs);
    // A run that was over before its moment is no kill: another one takes its place.
    if (await run.kill()) verdicts.push(await judgeKilledRun(place, id, atMs));
  }
  return verdicts;
}

/** Runs to its end, and tells how long that took from the journal's first line. */
export async function measureRun(place: Killable, id: string): Promise<number> {
  const run = place.begin(id);
  await untilBegun(place, id);
  const began = performance.now();
  await run.ended;
  return performance.now() - began;
}

/** Until the run has a folder with a journal in it. */
async function untilBegun(place: Killable, id: string): Promise<void> {
  const path = join(place.analysisPath(id), "journal.jsonl");
  const end = performance.now() + BEGUN_MS;
  while ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) {
    if (performance.now() > end) throw new Error(`${id} has not begun after ${BEGUN_MS} ms`);
    await delay(LOOK_MS);
  }
}

/** A generator of numbers from 0 to 1 that gives the same ones for the same seed. Source: mulberry32, public domain. */
export function buildRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
