import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { findOwnProcesses } from "../leftovers/own-processes.ts";
import { assertNothingLeft } from "./assert-nothing-left.ts";
import type { ContractTest } from "./contract-test.ts";
import { deadlinesOf } from "./deadlines.ts";
import { describeProblems } from "./describe-problems.ts";
import { type Contract, Trial } from "./trial.ts";

/** How long the runner pauses before the first restart, and what the busiest machine may add. */
const PAUSE_MS = 5_000;

/** The test of a second life, for an auxiliary that says with which options its program may be killed. */
export function buildRestartTests(contract: Contract): readonly ContractTest[] {
  if (contract.options.restart === undefined) return [];
  return [
    {
      name: "goes on in files of its own when its program was killed and it is started again",
      run: () => assertStartsAgain(contract),
    },
  ];
}

async function assertStartsAgain(contract: Contract): Promise<void> {
  const { startTimeoutMs, stopTimeoutMs } = deadlinesOf(contract.options);
  await using trial = await Trial.begin(contract, {
    scenario: contract.options.restart ?? {},
    onCrash: "restart",
  });
  await trial.runner.start();
  assert.equal(trial.auxiliary.state, "running", describeProblems(trial.auxiliary.problems));
  killPrograms(trial);
  const isBack = await isBackWithin(trial, PAUSE_MS + startTimeoutMs + stopTimeoutMs);
  const said = describeProblems(trial.auxiliary.problems);
  assert.ok(
    isBack,
    `it did not run again after its program was killed, but is ${trial.auxiliary.state}:\n${said}`,
  );
  const leftovers = await trial.findLeftovers();
  const missing = trial.auxiliary.problems.filter(({ code }) => code === "AUX_ARTIFACT_MISSING");
  assert.equal(
    missing.length,
    0,
    `its second life wrote to other files than it declared. Write to the path that this.artifact() returns.\n${describeProblems(missing)}`,
  );
  assertNothingLeft(leftovers, "after it was started again");
}

function killPrograms({ baseline }: Trial): void {
  const processes = findOwnProcesses(baseline.processes, baseline.marker);
  assert.ok(processes.length > 0, "it runs no program that could be killed: leave `restart` out");
  for (const { pid } of processes) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Gone with one that was killed before.
    }
  }
}

async function isBackWithin(trial: Trial, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  const isBack = () => trial.auxiliary.gaps?.at(-1)?.to !== undefined;
  while (!isBack() && performance.now() < deadline) await delay(20);
  return isBack();
}
