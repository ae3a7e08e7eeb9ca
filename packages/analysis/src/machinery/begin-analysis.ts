import { AuxiliaryError, type AuxiliaryRunner, type Problem } from "@aux/core";
import { type PhaseRun, runMachineryPhase, runMachineryStep } from "./machinery-phase.ts";

/** A run before its machine is reverted. */
export interface BeginningRun extends PhaseRun {
  readonly runner: Pick<AuxiliaryRunner, "phase" | "start">;
  readonly signal?: AbortSignal | undefined;
  readonly killSignal?: AbortSignal | undefined;
}

/** Whether an analysis has begun, and what its record must say about that. */
export interface Beginning {
  readonly hasBegun: boolean;
  readonly problems: readonly Problem[];
}

/**
 * Prepares the machinery, then starts the auxiliaries. When either is given up, what was prepared is released, and the
 * runner has stopped the auxiliaries and written the record.
 *
 * @throws what the machinery could not prepare, and what `AuxiliaryRunner.start()` throws before it starts anything
 */
export async function beginAnalysis(run: BeginningRun): Promise<Beginning> {
  if (run.machinery.prepare === undefined)
    return { hasBegun: await startAuxiliaries(run.runner), problems: [] };
  try {
    const problems = await prepare(run);
    if (await startAuxiliaries(run.runner)) return { hasBegun: true, problems };
  } catch (error) {
    throw withProblems(error, await release(run));
  }
  return { hasBegun: false, problems: await release(run) };
}

/** One that was interrupted is no failure: the auxiliaries' start ends the run then, in order. */
async function prepare(run: BeginningRun): Promise<readonly Problem[]> {
  try {
    return await runMachineryPhase(run, "prepare", [run.signal, run.killSignal]);
  } catch (error) {
    if (run.signal?.aborted === true || run.killSignal?.aborted === true) return [];
    throw error;
  }
}

/** False when the auxiliaries' start was given up. */
async function startAuxiliaries(runner: BeginningRun["runner"]): Promise<boolean> {
  try {
    await runner.start();
    return true;
  } catch (error) {
    if (AuxiliaryError.is(error) && NOT_BEGUN.has(error.code)) return false;
    throw error;
  }
}

const NOT_BEGUN = new Set(["AUX_REQUIRED_FAILED", "AUX_CRASH_FATAL", "AUX_ABORTED"]);

/** Not a phase: the record is closed by now. */
async function release(run: BeginningRun): Promise<readonly Problem[]> {
  try {
    return await runMachineryStep(run, "stop", [run.killSignal]);
  } catch (error) {
    if (AuxiliaryError.is(error)) return error.problems;
    throw error;
  }
}

function withProblems(error: unknown, more: readonly Problem[]): unknown {
  const [first] = AuxiliaryError.is(error) ? error.problems : [];
  if (first === undefined || more.length === 0 || !AuxiliaryError.is(error)) return error;
  return new AuxiliaryError(first, { cause: error, problems: [...error.problems, ...more] });
}
