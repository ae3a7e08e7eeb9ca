import {
  type AnalysisRecord,
  type AuxiliaryClass,
  type AuxiliaryEntry,
  AuxiliaryError,
  AuxiliaryRunner,
  type Machine,
  type RunnerEvent,
  type Task,
} from "@aux/core";
import type { Machinery } from "./machinery/machinery.ts";
import { runMachine } from "./machinery/run-machine.ts";

/** One analysis: what is analysed, on which machine, with which auxiliaries around it. */
export interface AnalysisOptions {
  readonly auxiliaries: readonly (AuxiliaryClass | AuxiliaryEntry)[];
  readonly task: Task;
  readonly machine: Machine;
  readonly machinery: Machinery;
  /** The folder where results go, absolute; made when it does not exist. */
  readonly analysisPath: string;
  /** Longest time of the analysis itself, in milliseconds. Default: the task's `timeout`; without both, no limit. */
  readonly timeoutMs?: number | undefined;
  /** Ends the run orderly: machine stopped, then auxiliaries, record whole. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the run at once: machine and tools by force. */
  readonly killSignal?: AbortSignal | undefined;
  /** Hears what happens as it happens. */
  readonly observer?: ((event: RunnerEvent) => void) | undefined;
}

/**
 * Runs one analysis: auxiliaries started, machine reverted and started, the analysis itself, machine stopped until its
 * power-off is confirmed, auxiliaries stopped in reverse, record written. Whatever fails, what was started is stopped.
 *
 * A required auxiliary that fails makes the outcome `not-begun`; a machinery that fails makes it `failed`.
 *
 * @throws before anything is started: problems of the configuration (each with its key), AUX_COMMAND_MISSING and other
 * problems that the machinery finds, AUX_FOLDER_NOT_FOLDER, AUX_FOLDER_OCCUPIED, AUX_FOLDER_NOT_WRITABLE
 */
export async function runAnalysis(options: AnalysisOptions): Promise<AnalysisRecord> {
  const { task, machine, machinery, signal, killSignal } = options;
  const runner = new AuxiliaryRunner(buildRunnerOptions(options));
  await assertNothingWrong(runner, machinery);
  const hasBegun = await begin(runner);
  if (!hasBegun) return runner.stop();
  const timeoutMs = options.timeoutMs ?? (task.timeout === undefined ? undefined : task.timeout * 1000);
  return runner.stop(await runMachine({ runner, machine, machinery, timeoutMs, signal, killSignal }));
}

function buildRunnerOptions(options: AnalysisOptions) {
  const { auxiliaries, analysisPath, task, machine, signal, killSignal, observer } = options;
  return {
    auxiliaries,
    analysisPath,
    task,
    machine,
    ...(signal === undefined ? {} : { signal }),
    ...(killSignal === undefined ? {} : { killSignal }),
    ...(observer === undefined ? {} : { observer }),
  };
}

/** A problem with a key is a fault of the configuration; what else is missing is for the auxiliary's start to meet. */
async function assertNothingWrong(runner: AuxiliaryRunner, machinery: Machinery): Promise<void> {
  const faults = (await runner.check()).filter((problem) => problem.at?.key !== undefined);
  const problems = [...faults, ...((await machinery.check?.()) ?? [])];
  const [first] = problems;
  if (first !== undefined) throw new AuxiliaryError(first, { problems });
}

/** False when the auxiliaries' start was given up: the runner has stopped them and written the record. */
async function begin(runner: AuxiliaryRunner): Promise<boolean> {
  try {
    await runner.start();
    return true;
  } catch (error) {
    if (AuxiliaryError.is(error) && NOT_BEGUN.has(error.code)) return false;
    throw error;
  }
}

const NOT_BEGUN = new Set(["AUX_REQUIRED_FAILED", "AUX_ABORTED"]);
