import { expect, it } from "vitest";
import { countFigures } from "../figures/count-figures.ts";
import { readScale, readSeed } from "../figures/scale.ts";
import { describeKills, figuresOf } from "./describe-kills.ts";
import { buildRandom, killAtRandom, measureRun } from "./kill-at-random.ts";
import type { Killable } from "./killable-run.ts";
import { ProcessRun } from "./process-run.ts";

const KILLS = readScale("FAULT_KILLS", 25);
const SEED = readSeed();
/** Each has a network and a project of its own. */
const AT_ONCE = 2;
const KILL_MS = 20_000;
/** Each place also kills some while they only just begin. */
const EARLY = 4;
const EARLY_MS = 400;

it(
  `${KILLS} SIGKILLs of a run at random moments leave nothing that recover does not finish (FAULT_SEED=${SEED})`,
  async () => {
    const share = Math.ceil(KILLS / AT_ONCE);
    const places = Array.from({ length: AT_ONCE }, () => new ProcessRun());
    try {
      const found = await Promise.all(places.map((place, index) => killAll(place, index, share)));
      const verdicts = found.flat();
      countFigures(figuresOf(verdicts));
      console.log(describeKills("a run with the sniffer", verdicts));
      expect(verdicts.filter(({ faults }) => faults.length > 0)).toEqual([]);
    } finally {
      for (const place of places) await place[Symbol.asyncDispose]();
    }
  },
  (KILLS + AT_ONCE * EARLY) * KILL_MS,
);

async function killAll(place: Killable, index: number, kills: number) {
  const random = buildRandom(SEED + index);
  const upToMs = await measureRun(place, "whole");
  const verdicts = [
    ...(await killAtRandom(place, { kills, upToMs, random, name: "killed" })),
    ...(await killAtRandom(place, { kills: EARLY, upToMs: EARLY_MS, random, name: "early", isEarly: true })),
  ];
  await place.begin("last").ended;
  expect((await place.auxiliary("recover")).said).toContain("nothing to recover");
  return verdicts;
}
