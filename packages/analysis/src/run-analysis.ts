import {
  type AnalysisRecord,
  type AuxiliaryClass,
  type AuxiliaryEntry,
  AuxiliaryError,
  AuxiliaryRunner,
  type Machine,
  type Problem,
  type RunnerEvent,
  type Task,
} from "@aux/core";
import { AnalysisControl, type ControlOptions } from "./control/analysis-control.ts";
import { type Beginning, type BeginningRun, beginAnalysis } from "./machinery/begin-analysis.ts";
import { buildCommandEnvironment } from "./machinery/command-environment.ts";
import type { Machinery } from "./machinery/machinery.ts";
import { ProcessMachinery, type ProcessMachineryOptions } from "./machinery/process-machinery.ts";
import { runMachine } from "./machinery/run-machine.ts";

/** One analysis: what is analysed, on which machine, with which auxiliaries around it. */
export interface AnalysisOptions {
  readonly auxiliaries: readonly (AuxiliaryClass | AuxiliaryEntry)[];
  readonly task: Task;
  readonly machine: Machine;
  readonly machinery: Machinery;
  /**
   * Runs on this host during the analysis, which is over when it ends; it finds the machine's data in its environment
   * (AUX_MACHINE_NAME, AUX_MACHINE_IP, AUX_MACHINE_MAC, AUX_MACHINE_QMP, AUX_MACHINE_CONSOLE, AUX_MACHINE_AGENT,
   * AUX_ANALYSIS_PATH, AUX_TASK_ID). Not with `ProcessMachinery`, whose command is the machine.
   */
  readonly command?: ProcessMachineryOptions | undefined;
  /** The folder where results go, absolute; made when it does not exist. */
  readonly analysisPath: string;
  /** Longest time of the analysis itself, in milliseconds. Default: the task's `timeout`; without both, no limit. */
  readonly timeoutMs?: number | undefined;
  /** Ends the run orderly: machine stopped, then auxiliaries, record whole. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the run at once: machine and tools by force. */
  readonly killSignal?: AbortSignal | undefined;
  /** Lets `stopAnalysis` and `analysisStatus` reach the run by a socket in its folder. Default: they cannot. */
  readonly control?: ControlOptions | undefined;
  /** What the caller knows beside what was found here; asked when the record is about to be written. */
  readonly furtherProblems?: (() => readonly Problem[]) | undefined;
  /** Hears what happens as it happens. */
  readonly observer?: ((event: RunnerEvent) => void) | undefined;
}

/**
 * Runs one analysis: machinery prepared, auxiliaries started, machine reverted and started, the analysis itself,
 * machine stopped until its power-off is confirmed, auxiliaries stopped in reverse, record written. Whatever fails,
 * what was started is stopped.
 *
 * A required auxiliary that fails makes the outcome `not-begun`; a machinery that fails makes it `failed`; one that
 * crashes and whose entry says `onCrash: "abort"` ends the analysis in order, and makes it `aborted`.
 *
 * @throws before anything is started: problems of the configuration (each with its key), AUX_COMMAND_MISSING and other
 * problems that the machinery finds, AUX_FOLDER_NOT_FOLDER, AUX_FOLDER_OCCUPIED, AUX_FOLDER_NOT_WRITABLE,
 * AUX_CONTROL_FAILED
 */
export async function runAnalysis(given: AnalysisOptions): Promise<AnalysisRecord> {
  if (given.control === undefined) return conduct(given);
  const control = new AnalysisControl(given.control);
  const options = {
    ...given,
    signal: eitherOf(given.signal, control.signal),
    killSignal: eitherOf(given.killSignal, control.killSignal),
  };
  try {
    const record = await conduct(options, control);
    await control.close({ record });
    return record;
  } catch (error) {
    await control.close({ error });
    throw error;
  }
}

async function conduct(options: AnalysisOptions, control?: AnalysisControl): Promise<AnalysisRecord> {
  const { machinery, signal, killSignal, furtherProblems } = options;
  const found = [...((await machinery.check?.()) ?? [])];
  const machine = machinery.machine ?? options.machine;
  const command = buildCommand(options, machine);
  const runner = new AuxiliaryRunner(buildRunnerOptions(options, machine));
  await assertNothingWrong(runner, [...found, ...(command?.check() ?? [])]);
  await runner.open();
  const run = {
    runner,
    machine,
    machinery,
    command,
    signal,
    killSignal,
    journal: runner.journal,
    endSignal: control?.endSignal,
  };
  const { hasBegun, problems } = await begin(run, () => control && openControl(control, runner, options));
  if (!hasBegun) return withProblems(await runner.stop(), problems);
  const orderly = eitherOf(signal, runner.aborted);
  const end = await runMachine({ ...run, signal: orderly, timeoutMs: timeoutMsOf(options) });
  await control?.settle();
  const outcome = isAborted(end, runner, options) ? "aborted" : end.outcome;
  const all = [...problems, ...end.problems, ...(furtherProblems?.() ?? [])];
  return runner.stop({ ...end, outcome, problems: all });
}

/** The machine knows only that it was told to end; who told it is known here. */
function isAborted(
  { outcome }: Pick<AnalysisRecord, "outcome">,
  { aborted }: AuxiliaryRunner,
  { signal, killSignal }: AnalysisOptions,
): boolean {
  const isCallers = signal?.aborted === true || killSignal?.aborted === true;
  return outcome === "interrupted" && aborted.aborted && !isCallers;
}

/** What a stop from outside means for this run. */
async function openControl(
  control: AnalysisControl,
  runner: AuxiliaryRunner,
  options: AnalysisOptions,
): Promise<void> {
  const { analysisPath, machinery, command } = options;
  const isMachineTold = machinery.isDrivenElsewhere === true;
  const isEndless = timeoutMsOf(options) === undefined && command === undefined;
  const isEndedByStop = isMachineTold || (isEndless && !(machinery instanceof ProcessMachinery));
  await control.open(analysisPath, { runner, isEndedByStop, isMachineTold });
}

function eitherOf(one: AbortSignal | undefined, other: AbortSignal): AbortSignal {
  return one === undefined ? other : AbortSignal.any([one, other]);
}

/** A run that is refused leaves nothing in its folder. */
async function begin(
  run: BeginningRun & { readonly runner: AuxiliaryRunner },
  openControl: () => Promise<void> | undefined,
): Promise<Beginning> {
  try {
    await openControl();
    return await beginAnalysis(run);
  } catch (error) {
    await run.runner.stop();
    throw error;
  }
}

/** The host's command of an analysis on a virtual machine: it learns of the machine by its environment. */
function buildCommand(
  { command, analysisPath, task }: AnalysisOptions,
  machine: Machine,
): ProcessMachinery | undefined {
  if (command === undefined) return undefined;
  const env = { ...buildCommandEnvironment(machine, analysisPath, task), ...command.env };
  return new ProcessMachinery({ ...command, env });
}

function timeoutMsOf({ timeoutMs, task }: AnalysisOptions): number | undefined {
  return timeoutMs ?? (task.timeout === undefined ? undefined : task.timeout * 1000);
}

function buildRunnerOptions(options: AnalysisOptions, machine: Machine) {
  const { auxiliaries, analysisPath, task, signal, killSignal, observer } = options;
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
async function assertNothingWrong(
  runner: AuxiliaryRunner,
  machineProblems: readonly Problem[],
): Promise<void> {
  const faults = (await runner.check()).filter((problem) => problem.at?.key !== undefined);
  const problems = [...faults, ...machineProblems];
  const [first] = problems;
  if (first !== undefined) throw new AuxiliaryError(first, { problems });
}

/** The record of a run that did not begin is closed by the time its machinery is released. */
function withProblems(record: AnalysisRecord, more: readonly Problem[]): AnalysisRecord {
  return more.length === 0 ? record : { ...record, problems: [...record.problems, ...more] };
}
