import {
  AuxiliaryError,
  type AuxiliaryRunner,
  type Machine,
  type Outcome,
  type Problem,
  reasonOf,
} from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { DEFAULT_DEADLINES, type MachineExit, type Machinery } from "./machinery.ts";
import { runStep } from "./machinery-step.ts";
import { type Power, watchPower } from "./power.ts";

/** One machine between the auxiliaries' start and their stop. */
export interface MachineRun {
  readonly runner: Pick<AuxiliaryRunner, "phase" | "callback">;
  readonly machine: Machine;
  readonly machinery: Machinery;
  /** Longest time of the analysis itself; without it only the machine or a signal ends it. */
  readonly timeoutMs?: number | undefined;
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
  const outcome = await collect(problems, run, () => analyse(run, power, problems));
  const stopped = await collect(problems, run, () => powerOff(run, problems));
  const hasFailed = stopped === "failed" && outcome !== "interrupted";
  return {
    outcome: hasFailed ? "failed" : outcome,
    ...(power.exit === undefined ? {} : { exit: power.exit }),
    problems,
  };
}

async function analyse(run: MachineRun, power: Power, problems: Problem[]): Promise<Outcome> {
  for (const name of ["revert", "start"] as const) {
    await step(run, name, problems, [run.signal, run.killSignal]);
    if (isInterrupted(run)) return "interrupted";
  }
  await run.runner.callback("machineStarted");
  const outcome = await run.runner.phase("analysis", () => untilOver(run, power));
  if (!power.isOff) await run.runner.callback("machineStopping");
  return outcome;
}

async function powerOff(run: MachineRun, problems: Problem[]): Promise<Outcome> {
  await step(run, "stop", problems, [run.killSignal]);
  return "completed";
}

async function step(
  run: MachineRun,
  name: "revert" | "start" | "stop",
  problems: Problem[],
  signals: readonly (AbortSignal | undefined)[],
): Promise<void> {
  const { machine, machinery } = run;
  const timeoutMs = { ...DEFAULT_DEADLINES, ...machinery.deadlines }[`${name}TimeoutMs`];
  const work = (signal: AbortSignal) => machinery[name](signal);
  const note = await run.runner.phase(`machinery.${name}`, () =>
    runStep({ name, machine: machine.name, timeoutMs, work, signals }),
  );
  if (note !== undefined) problems.push(note);
}

/** The analysis ends by power-off, by its timeout or by an interruption, whichever comes first. */
async function untilOver(run: MachineRun, power: Power): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const ends: Promise<Outcome>[] = [power.off.then(() => "completed")];
  if (run.timeoutMs !== undefined) {
    ends.push(new Promise((resolve) => (timer = setTimeout(resolve, run.timeoutMs, "timeout"))));
  }
  const over = new AbortController();
  ends.push(untilInterrupted(run, over.signal));
  try {
    return await Promise.race(ends);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

function untilInterrupted(run: MachineRun, over: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    for (const signal of [run.signal, run.killSignal]) {
      if (signal?.aborted === true) resolve("interrupted");
      signal?.addEventListener("abort", () => resolve("interrupted"), { once: true, signal: over });
    }
  });
}

function isInterrupted(run: MachineRun): boolean {
  return run.signal?.aborted === true || run.killSignal?.aborted === true;
}

/** A failure becomes a problem, unless the interruption explains it. */
async function collect(problems: Problem[], run: MachineRun, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    problems.push(...problemsOf(error));
    return isInterrupted(run) ? "interrupted" : "failed";
  }
}

function problemsOf(error: unknown): readonly Problem[] {
  if (AuxiliaryError.is(error)) return error.problems;
  return [analysisProblem("AUX_MACHINERY_FAILED", `the machinery lost the machine: ${reasonOf(error)}`)];
}
