import assert from "node:assert/strict";
import { assertNothingLeft } from "./assert-nothing-left.ts";
import type { FailingScenario } from "./contract-options.ts";
import type { ContractTest } from "./contract-test.ts";
import { describeProblems } from "./describe-problems.ts";
import { type Contract, Trial } from "./trial.ts";

/** A test for each way in which the start must fail. */
export function buildFailureTests(contract: Contract): readonly ContractTest[] {
  return (contract.options.failing ?? []).map((scenario) => ({
    name: `fails to start when ${scenario.name}, says why and leaves nothing behind`,
    run: () => assertFails(contract, scenario),
  }));
}

async function assertFails(contract: Contract, scenario: FailingScenario): Promise<void> {
  await using trial = await Trial.begin(contract, { scenario });
  await trial.runner.start();
  const { state, problems } = trial.auxiliary;
  const said = describeProblems(problems);
  assert.equal(
    state,
    "failed",
    `it is ${state}, but should have failed to start when ${scenario.name}:\n${said}`,
  );
  const { code } = scenario;
  assert.ok(
    code === undefined || problems.some((problem) => problem.code === code),
    `it should have failed with ${code}, but said:\n${said}`,
  );
  for (const problem of problems) assert.ok(problem.remedy !== "", `${problem.code} says no remedy`);
  assertNothingLeft(await trial.findLeftovers(), `after it failed to start when ${scenario.name}`);
}
