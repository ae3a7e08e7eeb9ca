import type { Machine } from "../auxiliary/machine.ts";
import type { Task } from "../auxiliary/task.ts";
import type { Problem } from "../errors/problem.ts";
import type {
  AnalysisRecord,
  AuxiliaryRecord,
  EndedStray,
  Instant,
  Outcome,
  Phase,
} from "../record/record.ts";
import type { RunClock } from "./clock.ts";

/** The record while it grows: phases, outcome, problems of the run as a whole. */
export class RunRecord {
  readonly problems: Problem[] = [];
  readonly clock: RunClock;
  readonly #phases: Phase[] = [];
  /** What is known from the beginning on. */
  readonly fixed: Pick<AnalysisRecord, "version" | "task" | "machine" | "folder" | "started">;
  #strays: readonly EndedStray[] = [];
  #outcome: Outcome = "running";
  #exit: AnalysisRecord["exit"];
  #ended: Instant | undefined;

  constructor(clock: RunClock, folder: string, task: Task, machine: Machine) {
    this.clock = clock;
    this.fixed = {
      version: 1,
      task: pick(task, ["id", "target", "timeout"]),
      machine: pick(machine, ["name", "machinery", "ip", "mac", "interface", "snapshot", "accel"]),
      folder,
      started: clock.now(),
    };
  }

  beginPhase(name: string): Phase {
    const phase: Phase = { name, started: this.clock.now() };
    this.#phases.push(phase);
    return phase;
  }

  endPhase(phase: Phase, ok: boolean): void {
    if (phase.ended !== undefined) return;
    phase.ended = this.clock.now();
    phase.ok = ok;
  }

  addStrays(strays: readonly EndedStray[]): void {
    this.#strays = strays;
  }

  /** A phase that still runs, because the run was stopped in the middle of it, ends with the run. */
  end(outcome: Outcome, exit: AnalysisRecord["exit"]): void {
    for (const phase of this.#phases) this.endPhase(phase, false);
    this.#outcome = outcome;
    this.#exit = exit;
    this.#ended = this.clock.now();
  }

  toRecord(auxiliaries: readonly AuxiliaryRecord[]): AnalysisRecord {
    return {
      ...this.fixed,
      outcome: this.#outcome,
      ...(this.#exit === undefined ? {} : { exit: this.#exit }),
      ...(this.#ended === undefined ? {} : { ended: this.#ended }),
      phases: this.#phases.map((phase) => ({ ...phase })),
      auxiliaries,
      ...(this.#strays.length === 0 ? {} : { strays: this.#strays }),
      problems: [...this.problems],
    };
  }
}

function pick<Source extends object, const Key extends keyof Source>(source: Source, keys: readonly Key[]) {
  const entries = keys.filter((key) => source[key] !== undefined).map((key) => [key, source[key]]);
  return Object.fromEntries(entries) as Pick<Source, Key>;
}
