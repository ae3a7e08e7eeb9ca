import { AuxiliaryError, reasonOf, type Task } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import type { LoadedMachine } from "../machine/load-machine.ts";
import type { Machinery, MachineryContext } from "./machinery.ts";
import { ProcessMachinery, type ProcessMachineryOptions } from "./process-machinery.ts";

/** The analysis that a machinery is made for. */
export interface MachineryRequest {
  /** The folder where results go, absolute. */
  readonly analysisPath: string;
  readonly task: Task;
  /** Program and arguments: with `process` they are the machine, and needed. */
  readonly command: ProcessMachineryOptions;
}

/**
 * The machinery that drives a loaded machine through one analysis.
 *
 * @throws AUX_MACHINERY_FAILED when its constructor threw, or what it threw
 */
export function createMachinery({ machine, machinery }: LoadedMachine, request: MachineryRequest): Machinery {
  if (machinery === undefined) return new ProcessMachinery(request.command);
  const { analysisPath, task } = request;
  const context: MachineryContext = { machine, options: machinery.options, analysisPath, task };
  try {
    // Its own schema has checked the options; no type can say so.
    return new machinery.Class(context as MachineryContext<never>);
  } catch (error) {
    if (AuxiliaryError.is(error)) throw error;
    const message = `the machinery of the machine ${machine.name} could not be made: ${reasonOf(error)}`;
    throw new AuxiliaryError(analysisProblem("AUX_MACHINERY_FAILED", message), { cause: error });
  }
}
