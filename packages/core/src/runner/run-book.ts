import { rmdirSync } from "node:fs";
import { AuxiliaryError } from "../errors/auxiliary-error.ts";
import type { Problem } from "../errors/problem.ts";
import { RunJournal } from "../journal/run-journal.ts";
import { prepareAnalysisFolder } from "../record/analysis-folder.ts";
import type { AnalysisRecord, AuxiliaryRecord, Phase } from "../record/record.ts";
import { writeRecord } from "../record/write-record.ts";
import type { RunRecord } from "./run-record.ts";
import type { RunnerEvent, RunnerObserver } from "./runner-event.ts";

export interface RunBookOptions {
  readonly record: RunRecord;
  /** False: nothing is written to the disk. */
  readonly isKept: boolean;
  readonly observer: RunnerObserver | undefined;
  /** What the auxiliaries have to show so far. */
  readonly auxiliaries: () => readonly AuxiliaryRecord[];
}

/** Where a run is written down: the record, the journal, and whoever watches. */
export class RunBook {
  /** Of a run that is not kept, it knows what was started, and writes nothing. */
  readonly journal: RunJournal;
  readonly #options: RunBookOptions;
  readonly #record: RunRecord;
  #made: readonly string[] = [];

  constructor(options: RunBookOptions) {
    this.#options = options;
    this.#record = options.record;
    const { clock, fixed } = options.record;
    this.journal = new RunJournal({
      folder: fixed.folder,
      clock,
      onProblem: (problem) => this.report(problem),
    });
  }

  /** @throws AUX_FOLDER_NOT_FOLDER, AUX_FOLDER_OCCUPIED, AUX_FOLDER_NOT_WRITABLE */
  open(): void {
    if (!this.#options.isKept) return;
    this.#made = prepareAnalysisFolder(this.#record.fixed.folder);
    this.journal.open(this.#record.fixed, this.#options.auxiliaries());
  }

  /** Takes back what `open()` made, for a run that is not started after all. */
  discard(): void {
    this.journal.discard();
    removeEmpty(this.#made);
  }

  /** Times a part of the run. */
  async phase<Value>(name: string, work: () => Value | Promise<Value>): Promise<Value> {
    const phase = this.#record.beginPhase(name);
    this.#tellPhase(phase);
    let isOk = false;
    try {
      const value = await work();
      isOk = true;
      return value;
    } finally {
      this.#record.endPhase(phase, isOk);
      this.#tellPhase(phase);
    }
  }

  /** A problem of the run as a whole. */
  report(problem: Problem): void {
    this.#record.problems.push(problem);
    this.journal.addProblem(problem);
    this.emit({ type: "problem", problem });
  }

  emit(event: RunnerEvent): void {
    try {
      this.#options.observer?.(event);
    } catch {
      // Whoever watches a run must not break it.
    }
  }

  /** The record as it is now. */
  toRecord(): AnalysisRecord {
    return this.#record.toRecord(this.#options.auxiliaries());
  }

  /** A record that cannot be written is a problem of the run, and no reason to leave anything running. */
  write(options: { readonly isDurable: boolean }): void {
    if (!this.#options.isKept) return;
    try {
      writeRecord(this.toRecord(), options);
    } catch (error) {
      if (!AuxiliaryError.is(error)) throw error;
      const isKnown = this.#record.problems.some(({ code }) => code === "AUX_RECORD_FAILED");
      if (!isKnown) for (const problem of error.problems) this.report(problem);
    }
  }

  /** Writes the record for the last time, and says in the journal that there is nothing to recover. */
  finish(): AnalysisRecord {
    const record = this.toRecord();
    this.write({ isDurable: true });
    this.journal.add({ event: "end", outcome: record.outcome });
    this.journal.close();
    return this.#record.problems.length > record.problems.length ? this.toRecord() : record;
  }

  #tellPhase(phase: Phase): void {
    this.journal.add({ event: "phase", phase });
    this.emit({ type: "phase", phase: { ...phase } });
  }
}

/** One that holds something by now stays, with those above it. */
function removeEmpty(folders: readonly string[]): void {
  try {
    for (const folder of folders) rmdirSync(folder);
  } catch {
    // What else is there is somebody's.
  }
}
