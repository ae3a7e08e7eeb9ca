/** What is measured against something else, in one round. */
export type Contender = () => void | Promise<void>;

/**
 * The median time of each contender in milliseconds. Rounds are interleaved, so that whatever slows the machine down
 * for a while slows all of them; the first `warmUpRounds` are not counted. In a round each contender runs `repeats`
 * times: what takes microseconds, run once, would mostly measure what its predecessor left in the caches.
 */
export async function measureInterleaved<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  rounds: number,
  warmUpRounds = 3,
  repeats = 1,
): Promise<Readonly<Record<Name, number>>> {
  const names = Object.keys(contenders) as Name[];
  const timesMs = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round < rounds + warmUpRounds; round++) {
    for (const name of names) {
      const startedMs = performance.now();
      for (let repeat = 0; repeat < repeats; repeat++) await contenders[name]();
      if (round >= warmUpRounds) timesMs[name].push((performance.now() - startedMs) / repeats);
    }
  }
  return Object.fromEntries(names.map((name) => [name, findMedian(timesMs[name])])) as Record<Name, number>;
}

/** The middle of some numbers; of an even count, the mean of the two in the middle. */
export function findMedian(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
