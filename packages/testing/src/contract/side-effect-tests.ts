import assert from "node:assert/strict";
import { type AuxiliaryInstance, type Problem, reasonOf } from "@aux/core";
import { describeLeftovers } from "../leftovers/describe-leftovers.ts";
import { loadContents } from "../leftovers/folder-contents.ts";
import { findLeftoversNow } from "../leftovers/leftovers.ts";
import { assertNothingLeft } from "./assert-nothing-left.ts";
import type { ContractTest } from "./contract-test.ts";
import { settleWithin } from "./settle.ts";
import { type Contract, Trial } from "./trial.ts";

/** How long `check()` may take; the runner's own deadline. */
const CHECK_MS = 10_000;

/** The tests of what must not do anything yet: the constructor and `check()`. */
export function buildSideEffectTests(contract: Contract): readonly ContractTest[] {
  return [
    { name: "does nothing in its constructor", run: () => assertIdleConstructor(contract) },
    { name: "checks this host without leaving a trace", run: () => assertTracelessCheck(contract) },
  ];
}

/** Looked at in the same turn: what a constructor has begun is there when it returns. */
async function assertIdleConstructor(contract: Contract): Promise<void> {
  let added: readonly string[] = [];
  const look = (trial: Trial) => [
    ...describeLeftovers(findLeftoversNow(trial.baseline)).split("\n"),
    ...loadContents([trial.analysis.analysisPath]),
  ];
  const seen: { trial?: Trial } = {};
  const aroundConstructor = (construct: () => void) => {
    const before = seen.trial === undefined ? [] : look(seen.trial);
    construct();
    const after = seen.trial === undefined ? [] : look(seen.trial);
    added = after.filter((line) => !before.includes(line));
  };
  await using trial = await Trial.begin(contract, { aroundConstructor });
  seen.trial = trial;
  await trial.construct();
  assert.deepEqual(
    added,
    [],
    `the constructor did something:\n${added.join("\n")}\nMove it to start(): an auxiliary is also constructed to be checked.`,
  );
}

async function assertTracelessCheck(contract: Contract): Promise<void> {
  await using trial = await Trial.begin(contract);
  const instance = await trial.construct();
  assertProblems(await callCheck(instance));
  const { analysisPath } = trial.analysis;
  const files = [...loadContents([analysisPath])];
  assert.deepEqual(
    files,
    [],
    `check() wrote into the analysis folder: ${files.join(", ")}. Only start() may.`,
  );
  assertNothingLeft(await trial.findLeftovers(), "after check()");
}

async function callCheck(instance: AuxiliaryInstance): Promise<unknown> {
  if (instance.check === undefined) return [];
  const settled = await settleWithin(CHECK_MS, () => instance.check?.());
  const remedy = "Return what is wrong as problems, an empty array when all is well.";
  if (settled.status === "pending") assert.fail(`check() did not end within ${CHECK_MS} ms. ${remedy}`);
  if (settled.status === "rejected") assert.fail(`check() threw: ${reasonOf(settled.reason)}. ${remedy}`);
  return settled.value;
}

function assertProblems(found: unknown): void {
  assert.ok(Array.isArray(found), `check() returned ${String(found)} instead of an array of problems`);
  const problems: readonly Partial<Problem>[] = found;
  for (const problem of problems) {
    const { code, message, remedy } = problem;
    const isWhole = [code, message, remedy].every((text) => typeof text === "string" && text !== "");
    assert.ok(isWhole, `a problem of check() lacks code, message or remedy: ${JSON.stringify(problem)}`);
  }
}
