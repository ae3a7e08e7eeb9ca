import assert from "node:assert/strict";
import { reasonOf } from "@aux/core";
import type { Leftovers } from "../leftovers/leftovers.ts";
import { assertNoneLeft } from "./assert-nothing-left.ts";
import { type CompleteRun, completeRun } from "./complete-run.ts";
import type { ExpectedArtifact } from "./contract-options.ts";
import type { ContractTest } from "./contract-test.ts";
import { describeProblems } from "./describe-problems.ts";
import type { Settled } from "./settle.ts";
import type { Contract } from "./trial.ts";

const KEPT: readonly { readonly kind: keyof Leftovers; readonly name: string }[] = [
  { kind: "processes", name: "leaves no process behind" },
  { kind: "handles", name: "leaves no timer, socket or other handle behind" },
  { kind: "descriptors", name: "leaves no file descriptor open" },
  { kind: "files", name: "writes nothing outside the analysis folder" },
];

/** The tests of one whole run; it is made once, for whichever of them comes first. */
export function buildRunTests(contract: Contract): readonly ContractTest[] {
  let running: Promise<CompleteRun> | undefined;
  const theRun = () => {
    running ??= completeRun(contract);
    return running;
  };
  const { artifacts = [], whileRunning } = contract.options;
  return [
    { name: "resolves start() only when it is ready", run: async () => assertReady(await theRun()) },
    ...(whileRunning === undefined
      ? []
      : [{ name: "records what happens while it runs", run: async () => assertProven(await theRun()) }]),
    {
      name: "is recorded as stopped, with its artifacts and without a problem",
      run: async () => assertWhole(await theRun(), artifacts),
    },
    { name: "stops within its deadline", run: async () => assertStoppedInTime(await theRun()) },
    ...KEPT.map(({ kind, name }) => ({ name, run: async () => assertKept(await theRun(), kind) })),
  ];
}

function assertReady(run: CompleteRun): void {
  assertRan(run);
  assert.equal(
    run.stateAfterStart,
    "running",
    `right after start() it was ${run.stateAfterStart}:\n${describeProblems(run.auxiliary.problems)}`,
  );
  const answer = describeSettled(run.ready);
  assert.ok(
    run.ready.status === "fulfilled" && run.ready.value === true,
    `start() resolved before the auxiliary was ready: isReady ${answer}. ` +
      "Return true only once it really works: wait for its tool with this.tool(file, args, { ready: /a line it says/ }).",
  );
}

function assertProven(run: CompleteRun): void {
  assertRan(run);
  const answer = describeSettled(run.proof);
  assert.ok(
    run.proof.status === "fulfilled",
    `what happened between start() and stop() is not proven: whileRunning ${answer}. ` +
      "Start recording before start() resolves, and wait in stop() until all of it is written.",
  );
}

function assertWhole(run: CompleteRun, expected: readonly ExpectedArtifact[]): void {
  const { state, problems, artifacts } = run.auxiliary;
  assert.equal(
    problems.length === 0 ? state : `${state}, not whole`,
    "stopped",
    `it is recorded as ${state}, not as stopped without a problem:\n${describeProblems(problems)}`,
  );
  const found = artifacts.map(({ path, kind }) => `${path} (${kind})`);
  for (const { path, kind } of expected) {
    assert.ok(
      found.includes(`${path} (${kind})`),
      `${path} (${kind}) is no artifact of the run, which are: ${found.join(", ") || "none"}. ` +
        "Declare it by this.artifact(path, { kind }) and write it below this.analysisPath.",
    );
  }
}

function assertStoppedInTime(run: CompleteRun): void {
  assertRan(run);
  const late = run.auxiliary.problems.filter(({ code }) => code === "AUX_STOP_TIMEOUT");
  assert.equal(
    late.length,
    0,
    `stop() was late. Give every wait in it a deadline.\n${describeProblems(late)}`,
  );
}

function assertKept(run: CompleteRun, kind: keyof Leftovers): void {
  assertRan(run);
  assertNoneLeft(kind, run.leftovers, "after stop()");
  if (kind === "processes") assertNoStrays(run);
}

/** What the runner had to end is gone, but was left by the module. */
function assertNoStrays({ strays }: CompleteRun): void {
  assert.equal(
    strays.length,
    0,
    `a process outlived its program, until the runner ended it:\n${strays.map(({ process, program }) => `${process}, left behind by ${program}`).join("\n")}\n` +
      "Keep the program in the foreground, or end its daemon in stop().",
  );
}

/** Without this, an auxiliary that never started would have left nothing behind. */
function assertRan({ auxiliary }: CompleteRun): void {
  assert.ok(
    auxiliary.stop !== undefined,
    `it did not run, but is ${auxiliary.state}${auxiliary.reason === undefined ? "" : ` (${auxiliary.reason})`}. ` +
      `Give options, a machine and a task with which it starts on this host.\n${describeProblems(auxiliary.problems)}`,
  );
}

function describeSettled(settled: Settled): string {
  if (settled.status === "pending") return "did not answer in time";
  if (settled.status === "rejected") return `threw: ${reasonOf(settled.reason)}`;
  return `answered ${String(settled.value)}`;
}
