import {
  type CommandOutput,
  type ControlOptions,
  createMachinery,
  runAnalysis,
  takeAnalysisFolder,
} from "@aux/analysis";
import type { AnalysisRecord, RunnerEvent } from "@aux/core";
import type { RunArguments } from "../arguments/parse-run-arguments.ts";
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

/** Takes a folder for the run, makes what drives its machine, and runs it. A run that is refused leaves no folder. */
export async function analyse(
  given: RunArguments,
  { rootPath, task: input, loaded, auxiliaries }: LoadedRun,
  { interruption, stray, control, observer, output }: RunSurroundings,
): Promise<AnalysisRecord> {
  const folder = await takeAnalysisFolder({ rootPath, id: input.id, analysisPath: given.analysisPath });
  const { id, analysisPath } = folder;
  const task = { ...input, id };
  const command = { command: given.command, output: output(analysisPath) };
  try {
    const machinery = createMachinery(loaded, { analysisPath, task, command });
    const beside = loaded.machinery === undefined || given.command.length === 0 ? {} : { command };
    return await runAnalysis({
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
  } catch (error) {
    await folder.release();
    throw error;
  }
}
