import type { AuxiliaryRunner, Journal, Machine, Problem } from "@aux/core";
import { DEFAULT_DEADLINES, type Machinery } from "./machinery.ts";
import { runStep, type StepName } from "./machinery-step.ts";

/** Whose machinery is told to do something, and what may end that early. */
export interface PhaseRun {
  readonly runner: Pick<AuxiliaryRunner, "phase">;
  readonly machine: Machine;
  readonly machinery: Machinery;
  /** Where the machinery writes down what it starts and acquires. */
  readonly journal?: Journal | undefined;
}

/**
 * Tells the machinery to do one thing, as the phase `machinery.<name>` of the record.
 *
 * @returns what to note although it was done
 * @throws what `runStep` throws
 */
export function runMachineryPhase(
  run: PhaseRun,
  name: StepName,
  signals: readonly (AbortSignal | undefined)[],
): Promise<readonly Problem[]> {
  return run.runner.phase(`machinery.${name}`, () => runMachineryStep(run, name, signals));
}

/** The same outside of the record. */
export async function runMachineryStep(
  { machine, machinery, journal }: Omit<PhaseRun, "runner">,
  name: StepName,
  signals: readonly (AbortSignal | undefined)[],
): Promise<readonly Problem[]> {
  const timeoutMs = { ...DEFAULT_DEADLINES, ...machinery.deadlines }[`${name}TimeoutMs`];
  const work = async (signal: AbortSignal) => machinery[name]?.(signal, journal);
  const note = await runStep({ name, machine: machine.name, timeoutMs, work, signals });
  return note === undefined ? [] : [note];
}
