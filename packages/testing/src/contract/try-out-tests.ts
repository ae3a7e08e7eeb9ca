import assert from "node:assert/strict";
import { examineAuxiliaries } from "@aux/core";
import { assertNothingLeft } from "./assert-nothing-left.ts";
import type { ContractTest } from "./contract-test.ts";
import { type Contract, Trial } from "./trial.ts";

/** The test of what `auxiliary doctor` does with it: `check()`, then `tryOut()` where it has one. */
export function buildTryOutTests(contract: Contract): readonly ContractTest[] {
  return [
    { name: "is tried out in a folder, and leaves nothing else", run: () => assertTracelessTrial(contract) },
  ];
}

async function assertTracelessTrial(contract: Contract): Promise<void> {
  await using trial = await Trial.begin(contract);
  const { analysisPath: trialPath, task, machine } = trial.analysis;
  const examined = await examineAuxiliaries({ auxiliaries: [trial.entry], trialPath, task, machine });
  const problems = examined
    .flatMap((each) => each.problems)
    .map(({ code, message }) => `${code}: ${message}`);
  assert.deepEqual(
    problems,
    [],
    `tryOut() found problems where start() must find none:\n${problems.join("\n")}`,
  );
  assertNothingLeft(await trial.findLeftovers(), "after tryOut()");
}
