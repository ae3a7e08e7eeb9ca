import assert from "node:assert/strict";
import { reasonOf } from "@aux/core";
import { assertNothingLeft } from "./assert-nothing-left.ts";
import type { ContractTest } from "./contract-test.ts";
import { deadlinesOf } from "./deadlines.ts";
import { describeProblems } from "./describe-problems.ts";
import { type Settled, settleWithin } from "./settle.ts";
import { type Contract, Trial, type TrialOptions } from "./trial.ts";

/** The tests of calls that come twice, or without the one that should come before. */
export function buildRepetitionTests(contract: Contract): readonly ContractTest[] {
  return [
    {
      name: "runs once however often its runner is started and stopped",
      run: () => assertRunsOnce(contract),
    },
    { name: "leaves nothing behind when its start() is called twice", run: () => assertStartTwice(contract) },
    { name: "answers a second stop() with true or false", run: () => assertStopTwice(contract) },
    { name: "answers stop() without start() with true or false", run: () => assertStopAlone(contract) },
  ];
}

async function assertRunsOnce(contract: Contract): Promise<void> {
  let starts = 0;
  let stops = 0;
  const count: TrialOptions = {
    aroundStart: (start) => {
      starts++;
      return start();
    },
    aroundStop: (stop) => {
      stops++;
      return stop();
    },
  };
  await using trial = await Trial.begin(contract, count);
  await Promise.all([trial.runner.start(), trial.runner.start()]);
  assertStarted(trial);
  await Promise.all([trial.runner.stop(), trial.runner.stop()]);
  assert.deepEqual(
    { starts, stops },
    { starts: 1, stops: 1 },
    `start() ran ${starts} times, stop() ${stops} times`,
  );
  assertNothingLeft(await trial.findLeftovers(), "after the runner was started and stopped twice");
}

/** The second one may fail, as long as all that it acquired is released in the end. */
async function assertStartTwice(contract: Contract): Promise<void> {
  const { startTimeoutMs } = deadlinesOf(contract.options);
  let second: Settled = { status: "pending" };
  await using trial = await Trial.begin(contract, {
    startTimeoutMs: 2 * startTimeoutMs,
    aroundStart: async (start) => {
      const answer = await start();
      second = await settleWithin(startTimeoutMs, start);
      return answer;
    },
  });
  await trial.runner.start();
  assertStarted(trial);
  assert.notEqual(second.status, "pending", `a second start() did not end within ${startTimeoutMs} ms`);
  assertNothingLeft(
    await trial.findLeftovers(),
    "after start() was called twice. Keep both, or return the first one's answer again",
  );
}

async function assertStopTwice(contract: Contract): Promise<void> {
  const { stopTimeoutMs } = deadlinesOf(contract.options);
  let second: Settled | undefined;
  await using trial = await Trial.begin(contract, {
    aroundStop: async (stop) => {
      const answer = await stop();
      second = await settleWithin(stopTimeoutMs, stop);
      return answer;
    },
  });
  await trial.runner.start();
  assertStarted(trial);
  await trial.runner.stop();
  assert.ok(
    second !== undefined,
    `the first stop() did not end:\n${describeProblems(trial.auxiliary.problems)}`,
  );
  assertBoolean(second, "a second stop()", "When it has stopped already, return true.");
  assertNothingLeft(await trial.findLeftovers(), "after stop() was called twice");
}

async function assertStopAlone(contract: Contract): Promise<void> {
  const { stopTimeoutMs } = deadlinesOf(contract.options);
  await using trial = await Trial.begin(contract);
  const instance = await trial.construct();
  const answer = await settleWithin(stopTimeoutMs, () => instance.stop());
  const remedy = "What start() makes may not be there yet: when nothing runs, return true.";
  assertBoolean(answer, "stop() without start()", remedy);
  assertNothingLeft(await trial.findLeftovers(), "after stop() without start()");
}

function assertStarted(trial: Trial): void {
  const { state, problems } = trial.auxiliary;
  assert.equal(state, "running", `it did not start, but is ${state}:\n${describeProblems(problems)}`);
}

function assertBoolean(settled: Settled, call: string, remedy: string): void {
  if (settled.status === "pending") assert.fail(`${call} did not end within its deadline. ${remedy}`);
  if (settled.status === "rejected") assert.fail(`${call} threw: ${reasonOf(settled.reason)}. ${remedy}`);
  assert.equal(
    typeof settled.value,
    "boolean",
    `${call} returned ${String(settled.value)} instead of true or false. ${remedy}`,
  );
}
