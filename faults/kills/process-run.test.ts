import { expect, it } from "vitest";
import { countFigures } from "../figures/count-figures.ts";
import { readScale } from "../figures/scale.ts";
import { describeKills, figuresOf } from "./describe-kills.ts";
import { buildRandom, killAtRandom } from "./kill-at-random.ts";
import type { Killable } from "./killable-run.ts";
import { ProcessRun } from "./process-run.ts";

const KILLS = readScale("FAULT_KILLS", 25);
const SEED = readScale("FAULT_SEED", Date.now() % 1_000_000);
/** Each has a network and a project of its own. */
const AT_ONCE = 2;
const KILL_MS = 20_000;

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
  KILLS * KILL_MS,
);

async function killAll(place: Killable, index: number, kills: number) {
  const began = performance.now();
  await place.begin("whole").ended;
  const upToMs = performance.now() - began;
  const verdicts = await killAtRandom(place, {
    kills,
    upToMs,
    random: buildRandom(SEED + index),
    name: "killed",
  });
  const last = place.begin("last");
  await last.ended;
  const next = await place.auxiliary("recover");
  expect(next.said).toContain("nothing to recover");
  return verdicts;
}
