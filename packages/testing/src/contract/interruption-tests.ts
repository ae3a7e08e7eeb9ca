import assert from "node:assert/strict";
import { setTimeout as delay, setImmediate as turn } from "node:timers/promises";
import { AuxiliaryError, reasonOf } from "@aux/core";
import { findOwnProcesses } from "../leftovers/own-processes.ts";
import { assertNothingLeft } from "./assert-nothing-left.ts";
import type { Scenario } from "./contract-options.ts";
import type { ContractTest } from "./contract-test.ts";
import { deadlinesOf } from "./deadlines.ts";
import { describeProblems } from "./describe-problems.ts";
import { type Settled, settleWithin } from "./settle.ts";
import { type Contract, Trial } from "./trial.ts";

/** How long a tool that never gets ready may take to be there; an auxiliary without tool is interrupted then. */
const TOOL_SEEN_MS = 1_000;
/** How long its processes stay the same before it counts as being there. */
const TOOL_AT_REST_MS = 150;
/** Deadline of a start that never gets ready. */
const SHORT_START_MS = 700;
/** The runner gives up a start 5 s after it was interrupted. */
const RUNNER_MS = 20_000;

const REMEDY = "Pass this.signal to every wait in start(); this.tool() does so by itself.";

/** The tests of a start that is not let to its end. */
export function buildInterruptionTests(contract: Contract): readonly ContractTest[] {
  const { neverReady } = contract.options;
  const always = {
    name: "ends start() and leaves nothing behind when the run is interrupted at once",
    run: () => assertEndsWhenInterrupted(contract, {}, nextTurn),
  };
  if (neverReady === undefined) return [always];
  return [
    always,
    {
      name: "ends start() and leaves nothing behind when the run is interrupted before it is ready",
      run: () => assertEndsWhenInterrupted(contract, neverReady, untilToolSeen),
    },
    {
      name: "ends start() and leaves nothing behind at its deadline",
      run: () => assertEndsAtDeadline(contract, neverReady),
    },
  ];
}

async function assertEndsWhenInterrupted(
  contract: Contract,
  scenario: Scenario,
  moment: (trial: Trial) => Promise<void>,
): Promise<void> {
  const { abortTimeoutMs } = deadlinesOf(contract.options);
  const controller = new AbortController();
  await using trial = await Trial.begin(contract, { scenario, signal: controller.signal });
  const starting = settleWithin(RUNNER_MS, () => trial.runner.start());
  await moment(trial);
  controller.abort();
  await untilStartEnded(trial, abortTimeoutMs);
  const isLate = trial.probe.isStarting;
  assertInterrupted(await starting);
  assert.ok(!isLate, `start() still ran ${abortTimeoutMs} ms after the run was interrupted. ${REMEDY}`);
  assertNothingLeft(await trial.findLeftovers(), "after start() was interrupted");
}

async function assertEndsAtDeadline(contract: Contract, scenario: Scenario): Promise<void> {
  const { abortTimeoutMs } = deadlinesOf(contract.options);
  await using trial = await Trial.begin(contract, { scenario, startTimeoutMs: SHORT_START_MS });
  await trial.runner.start();
  const { state, problems } = trial.auxiliary;
  assert.equal(
    state,
    "failed",
    `neverReady got ready: it is ${state}. Give options with which it never does.`,
  );
  assert.ok(problems.length > 0, describeProblems(problems));
  await untilStartEnded(trial, abortTimeoutMs);
  assert.ok(!trial.probe.isStarting, `start() still ran ${abortTimeoutMs} ms after its deadline. ${REMEDY}`);
  assertNothingLeft(await trial.findLeftovers(), "after start() reached its deadline");
}

function assertInterrupted(start: Settled): void {
  assert.equal(start.status, "rejected", "the runner did not refuse an interrupted run");
  const reason = start.status === "rejected" ? start.reason : undefined;
  assert.ok(
    AuxiliaryError.is(reason) && reason.code === "AUX_ABORTED",
    `the runner said: ${reasonOf(reason)}`,
  );
}

/** Asks at every turn: a start that only connects to a socket is over in a few milliseconds. */
async function nextTurn(trial: Trial): Promise<void> {
  const deadline = performance.now() + TOOL_SEEN_MS;
  const hasBegun = () => trial.probe.isStarting || trial.auxiliary.start?.ended !== undefined;
  while (!hasBegun() && performance.now() < deadline) await turn();
}

/** Until the auxiliary's processes are there and no more come: what a tool starts in turn is to be found as well. */
async function untilToolSeen({ baseline }: Trial): Promise<void> {
  let before = "";
  let since = performance.now();
  await untilTrue(TOOL_SEEN_MS, () => {
    const pids = findOwnProcesses(baseline.processes, baseline.marker).map(({ pid }) => pid);
    if (pids.join() !== before) since = performance.now();
    before = pids.join();
    return pids.length > 0 && performance.now() - since >= TOOL_AT_REST_MS;
  });
}

async function untilStartEnded({ probe }: Trial, ms: number): Promise<void> {
  await untilTrue(ms, () => !probe.isStarting);
}

/** Asks every 5 ms, until the answer is yes or the time is over. */
async function untilTrue(ms: number, ask: () => boolean): Promise<void> {
  const deadline = performance.now() + ms;
  while (!ask() && performance.now() < deadline) await delay(5);
}
