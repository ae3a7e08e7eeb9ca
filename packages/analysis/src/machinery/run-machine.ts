import { AuxiliaryError, type AuxiliaryRunner, type Outcome, type Problem, reasonOf } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import type { MachineExit, Machinery } from "./machinery.ts";
import { type PhaseRun, runMachineryPhase } from "./machinery-phase.ts";
import { type Power, watchPower } from "./power.ts";
import { type AnalysisEnd, isInterrupted, untilOver } from "./until-over.ts";

/** A command on this host that accompanies the analysis, as a machinery drives a machine. */
export type AnalysisCommand = Pick<Machinery, "ended" | "start" | "stop">;

/** One machine between the auxiliaries' start and their stop. */
export interface MachineRun extends PhaseRun {
  readonly runner: Pick<AuxiliaryRunner, "phase" | "callback">;
  /** Runs on this host during the analysis, which is over when it ends. */
  readonly command?: AnalysisCommand | undefined;
  /** Longest time of the analysis itself; without it only the machine, the command or a signal ends it. */
  readonly timeoutMs?: number | undefined;
  /** The analysis is over, which is its normal end. */
  readonly endSignal?: AbortSignal | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly killSignal?: AbortSignal | undefined;
}

/** What came of the machine's run: how `AuxiliaryRunner.stop()` takes it. */
export interface MachineRunEnd {
  readonly outcome: Outcome;
  readonly exit?: MachineExit;
  readonly problems: readonly Problem[];
}

/** Reverts and starts the machine, waits for the analysis, and stops the machine whatever went wrong. Never rejects. */
export async function runMachine(run: MachineRun): Promise<MachineRunEnd> {
  const problems: Problem[] = [];
  const power = watchPower(run.machinery);
  const end = await collect(problems, run, () => analyse(run, power, problems));
  const stopped = await collect(problems, run, () => powerOff(run, problems));
  const hasFailed = stopped.outcome === "failed" && end.outcome !== "interrupted";
  const exit = end.exit ?? power.exit;
  return {
    outcome: hasFailed ? "failed" : end.outcome,
    ...(exit === undefined ? {} : { exit }),
    problems: [...problems, ...(run.machinery.problems ?? [])],
  };
}

async function analyse(run: MachineRun, power: Power, problems: Problem[]): Promise<AnalysisEnd> {
  if (run.machinery.isDrivenElsewhere === true)
    return run.runner.phase("analysis", () => untilOver(run, power));
  for (const name of ["revert", "start"] as const) {
    problems.push(...(await runMachineryPhase(run, name, [run.signal, run.killSignal])));
    if (isInterrupted(run)) return { outcome: "interrupted" };
  }
  await run.runner.callback("machineStarted");
  const end = await run.runner.phase("analysis", () => untilOver(run, power));
  if (!power.isOff) await run.runner.callback("machineStopping");
  return end;
}

async function powerOff(run: MachineRun, problems: Problem[]): Promise<AnalysisEnd> {
  if (run.machinery.isDrivenElsewhere !== true)
    problems.push(...(await runMachineryPhase(run, "stop", [run.killSignal])));
  return { outcome: "completed" };
}

/** A failure becomes a problem, unless the interruption explains it. */
async function collect(
  problems: Problem[],
  run: MachineRun,
  work: () => Promise<AnalysisEnd>,
): Promise<AnalysisEnd> {
  try {
    return await work();
  } catch (error) {
    if (!isInterrupted(run)) {
      problems.push(...problemsOf(error));
      return { outcome: "failed" };
    }
    if (!isAbort(error)) problems.push(...problemsOf(error));
    return { outcome: "interrupted" };
  }
}

function isAbort(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && cause.name === "AbortError";
}

function problemsOf(error: unknown): readonly Problem[] {
  if (AuxiliaryError.is(error)) return error.problems;
  return [analysisProblem("AUX_MACHINERY_FAILED", `the machinery lost the machine: ${reasonOf(error)}`)];
}
