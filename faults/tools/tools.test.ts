import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeLeftovers, findLeftovers, takeBaseline } from "@aux/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { countFigures } from "../figures/count-figures.ts";
import { readScale, readSeed } from "../figures/scale.ts";
import { findRecordFaults } from "../record/find-record-faults.ts";
import { runTools } from "./run-tools.ts";
import { TOOL_NAMES, TOOLS, type ToolLifecyclePlan, type ToolModulePlan } from "./tool-plan.ts";

const LIFECYCLES = readScale("FAULT_TOOL_LIFECYCLES", 40);
const SEED = readSeed();
const TEST_MS = 600_000;
/** No single deadline of these tools is longer; a run that hangs takes 30 s and more. */
const LONGEST_RUN_MS = 25_000;

const tools = fc.array(fc.constantFrom(...TOOL_NAMES), { maxLength: 2 });
const optionalMs = fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined });
const plans = fc.record<ToolLifecyclePlan>({
  modules: fc.array(
    fc.record<ToolModulePlan>({
      atStart: tools,
      atHook: tools,
      atStop: tools,
      isCareless: fc.boolean(),
      onCrash: fc.constantFrom("note", "restart", "abort"),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  interruptAtMs: optionalMs,
  killAfterMs: optionalMs,
});

it(
  `${LIFECYCLES} random lifecycles with real programs leave nothing behind (FAULT_SEED=${SEED})`,
  async () => {
    let faults = 0;
    let broken = 0;
    const property = fc.asyncProperty(plans, async (plan) => {
      const found = await findBroken(plan);
      faults += countFaults(plan);
      broken += found.length;
      expect(found).toEqual([]);
    });
    try {
      // Real time: the first counterexample must do.
      await fc.assert(property, { numRuns: LIFECYCLES, seed: SEED, endOnFailure: true });
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

async function findBroken(plan: ToolLifecyclePlan): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), "tool-lifecycle-"));
  using baseline = await takeBaseline({ marker: folder, folderPaths: [process.cwd()] });
  try {
    const began = performance.now();
    const record = await runTools(plan, join(folder, "1"));
    const ms = performance.now() - began;
    const left = describeLeftovers(await findLeftovers(baseline));
    return [
      ...findRecordFaults(record),
      ...(left === "" ? [] : [`left behind: ${left}`]),
      ...(ms > LONGEST_RUN_MS ? [`it took ${ms} ms`] : []),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function countFaults({ modules, interruptAtMs, killAfterMs }: ToolLifecyclePlan): number {
  const names = modules.flatMap(({ atStart, atHook, atStop }) => [...atStart, ...atHook, ...atStop]);
  const bad = names.filter((name) => TOOLS[name].isWell !== true).length;
  return bad + [interruptAtMs, killAfterMs].filter((ms) => ms !== undefined).length;
}
