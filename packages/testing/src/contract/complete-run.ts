import type { AuxiliaryRecord, AuxiliaryState, EndedStray } from "@aux/core";
import type { Leftovers } from "../leftovers/leftovers.ts";
import type { RunningAuxiliary } from "./contract-options.ts";
import { type Settled, settleWithin } from "./settle.ts";
import { type Contract, Trial } from "./trial.ts";

/** What a whole run of an auxiliary showed. */
export interface CompleteRun {
  /** Right after `start()`. */
  readonly stateAfterStart: AuxiliaryState;
  /** What `isReady` answered right after `start()`; fulfilled with true where there is none. */
  readonly ready: Settled;
  /** What came of `whileRunning` and of the proof it returned. */
  readonly proof: Settled;
  /** At the end. */
  readonly auxiliary: AuxiliaryRecord;
  readonly leftovers: Leftovers;
  /** What its programs had left behind until the runner ended it. */
  readonly strays: readonly EndedStray[];
}

/** How long `isReady`, `whileRunning` and its proof may take, each. */
const AUTHOR_MS = 30_000;

/** Starts, hooks, stops, and looks at what is left. */
export async function completeRun(contract: Contract): Promise<CompleteRun> {
  await using trial = await Trial.begin(contract);
  await trial.runner.start();
  const stateAfterStart = trial.auxiliary.state;
  const ready = await askReady(contract, trial.analysis.analysisPath);
  await trial.runner.machineStarted();
  const given = await callWhileRunning(contract, trial.analysis);
  await trial.runner.machineStopping();
  const { strays = [] } = await trial.runner.stop();
  const proof = await callProof(given, trial.auxiliary);
  const leftovers = await trial.findLeftovers();
  return { stateAfterStart, ready, proof, auxiliary: trial.auxiliary, leftovers, strays };
}

async function askReady({ options }: Contract, analysisPath: string): Promise<Settled> {
  return settleWithin(AUTHOR_MS, () =>
    options.isReady === undefined ? true : options.isReady(analysisPath),
  );
}

async function callWhileRunning({ options }: Contract, analysis: RunningAuxiliary): Promise<Settled> {
  const { analysisPath, task, machine } = analysis;
  return settleWithin(AUTHOR_MS, () => options.whileRunning?.({ analysisPath, task, machine }));
}

async function callProof(given: Settled, auxiliary: AuxiliaryRecord): Promise<Settled> {
  if (given.status !== "fulfilled" || typeof given.value !== "function") return given;
  const proof = given.value;
  return settleWithin(AUTHOR_MS, (): unknown => Reflect.apply(proof, undefined, [auxiliary]));
}
