import fc from "fast-check";
import { expect, it } from "vitest";
import { countFigures } from "../figures/count-figures.ts";
import { readScale, readSeed } from "../figures/scale.ts";
import { arbitraryPlan } from "./arbitrary-plan.ts";
import { findBroken } from "./invariants.ts";
import { runLifecycle } from "./run-lifecycle.ts";

const LIFECYCLES = readScale("FAULT_LIFECYCLES", 5_000);
const SEED = readSeed();
const TEST_MS = 600_000;

it(
  `${LIFECYCLES} random lifecycles hold what the runner promises (FAULT_SEED=${SEED})`,
  async () => {
    let faults = 0;
    let broken = 0;
    const property = fc.asyncProperty(arbitraryPlan, async (plan) => {
      const lifecycle = await runLifecycle(plan);
      const found = findBroken(lifecycle);
      faults += lifecycle.trace.of("injected").length + lifecycle.trace.of("intruded").length;
      broken += found.length;
      expect(found).toEqual([]);
    });
    try {
      await fc.assert(property, { numRuns: LIFECYCLES, seed: SEED });
    } finally {
      countFigures({
        "lifecycles tried": LIFECYCLES,
        "faults injected": faults,
        "invariants broken": broken,
      });
    }
  },
  TEST_MS,
);
