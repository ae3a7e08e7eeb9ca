import type { Machine } from "../auxiliary/machine.ts";
import type { Task } from "../auxiliary/task.ts";
import type { Problem } from "../errors/problem.ts";
import type { RunJournal } from "../journal/run-journal.ts";
import type { RunClock } from "./clock.ts";
import type { RunnerEvent } from "./runner-event.ts";

/** What all auxiliaries of a run share. */
export interface SharedRun {
  readonly analysisPath: string;
  readonly task: Task;
  readonly machine: Machine;
  readonly clock: RunClock;
  readonly killSignal: AbortSignal | undefined;
  /** Undefined where nothing is run, as by a doctor. */
  readonly journal?: RunJournal | undefined;
  /** A module has declared a file that it writes. */
  readonly onFile?: (() => void) | undefined;
  /** A module has crashed whose crash ends the analysis. */
  readonly onFatalCrash?: ((problem: Problem) => void) | undefined;
  /** Undefined when nobody listens: then no event is made. */
  readonly emit: ((event: RunnerEvent) => void) | undefined;
}
