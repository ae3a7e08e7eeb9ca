import { setTimeout as delay } from "node:timers/promises";
import { judgeKilledRun, type Verdict } from "./judge-killed-run.ts";
import type { Killable } from "./killable-run.ts";

/** A series of runs that are killed. */
export interface KillSeries {
  readonly kills: number;
  /** Moments are drawn from the start of the run up to this. */
  readonly upToMs: number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Begins the ids of the analyses. */
  readonly name: string;
}

/** Kills one run after the other, each at a random moment, and judges what each has left. */
export async function killAtRandom(place: Killable, series: KillSeries): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (let number = 1; number <= series.kills; number += 1) {
    const id = `${series.name}-${number}`;
    const run = place.begin(id);
    const atMs = Math.round(series.random() * series.upToMs);
    await delay(atMs);
    await run.kill();
    verdicts.push(await judgeKilledRun(place, id, atMs));
  }
  return verdicts;
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
