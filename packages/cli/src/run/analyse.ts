import {
  type AnalysisFolder,
  type CommandOutput,
  type ControlOptions,
  createMachinery,
  noteOpenRun,
  recoverOpenRuns,
  runAnalysis,
  takeAnalysisFolder,
} from "@aux/analysis";
import { type AnalysisRecord, type RunnerEvent, reasonOf } from "@aux/core";
import type { RunArguments } from "../arguments/parse-run-arguments.ts";
import { describeRecovery } from "../recover/recovery-lines.ts";
import type { Interruption } from "./interruption.ts";
import type { LoadedRun } from "./load-run.ts";
import type { StrayErrors } from "./stray-errors.ts";

/** Who watches a run, who may end it, and where its command's words go. */
export interface RunSurroundings {
  readonly interruption: Interruption;
  readonly stray: StrayErrors;
  readonly control: ControlOptions;
  readonly observer: (event: RunnerEvent, analysisPath: string) => void;
  readonly output: (analysisPath: string) => CommandOutput;
}

/**
 * Finishes what killed runs have left, takes a folder for this one, makes what drives its machine, and runs it. A run
 * that is refused leaves no folder.
 */
export async function analyse(
  given: RunArguments,
  run: LoadedRun,
  surroundings: RunSurroundings,
): Promise<AnalysisRecord> {
  const { rootPath, task } = run;
  await recoverOthers(rootPath, surroundings.control);
  const folder = await takeAnalysisFolder({ rootPath, id: task.id, analysisPath: given.analysisPath });
  let forget = () => {};
  try {
    forget = noteOpenRun(rootPath, folder.analysisPath);
    return await analyseIn(folder, given, run, surroundings);
  } catch (error) {
    forget();
    await folder.release();
    throw error;
  } finally {
    forget();
  }
}

/** What another run has left must not keep this one from beginning. */
async function recoverOthers(rootPath: string, { note }: ControlOptions): Promise<void> {
  try {
    for (const report of await recoverOpenRuns(rootPath)) note?.(describeRecovery(report));
  } catch (error) {
    note?.(`what killed runs have left could not be recovered: ${reasonOf(error)}`);
  }
}

async function analyseIn(
  { id, analysisPath }: AnalysisFolder,
  given: RunArguments,
  { task: input, loaded, auxiliaries }: LoadedRun,
  { interruption, stray, control, observer, output }: RunSurroundings,
): Promise<AnalysisRecord> {
  const task = { ...input, id };
  const command = { command: given.command, output: output(analysisPath) };
  const machinery = createMachinery(loaded, { analysisPath, task, command });
  const beside = loaded.machinery === undefined || given.command.length === 0 ? {} : { command };
  return runAnalysis({
    ...beside,
    auxiliaries,
    machine: loaded.machine,
    machinery,
    analysisPath,
    task,
    signal: interruption.signal,
    killSignal: interruption.killSignal,
    control,
    furtherProblems: () => stray.problems,
    observer: (event) => observer(event, analysisPath),
  });
}
