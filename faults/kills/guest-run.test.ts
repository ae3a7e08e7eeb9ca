import { expect, it } from "vitest";
import { countFigures } from "../figures/count-figures.ts";
import { readScale, readSeed } from "../figures/scale.ts";
import { describeKills, figuresOf } from "./describe-kills.ts";
import { GuestRun } from "./guest-run.ts";
import { buildRandom, killAtRandom, measureRun } from "./kill-at-random.ts";

const KILLS = readScale("FAULT_KILLS", 25);
const SEED = readSeed();
const KILL_MS = 30_000;
const SETUP_MS = 120_000;

it(
  `${KILLS} SIGKILLs of a run on a real guest at random moments leave nothing that recover does not finish (FAULT_SEED=${SEED})`,
  async () => {
    await using place = await GuestRun.open();
    const upToMs = await measureRun(place, "whole");
    const random = buildRandom(SEED);
    const verdicts = await killAtRandom(place, { kills: KILLS, upToMs, random, name: "killed" });
    countFigures(figuresOf(verdicts));
    console.log(describeKills("a run on the real guest", verdicts));
    expect(verdicts.filter(({ faults }) => faults.length > 0)).toEqual([]);
    await place.begin("last").ended;
    expect((await place.auxiliary("recover")).said).toContain("nothing to recover");
    await expect.poll(() => place.listProcesses()).toEqual([]);
  },
  SETUP_MS + KILLS * KILL_MS,
);
