import type { Problem } from "../errors/problem.ts";
import type { ProcessIdentity } from "../process/process-identity.ts";
import type { AnalysisRecord, AuxiliaryState, Instant, Outcome, Phase } from "../record/record.ts";

/** The journal's name inside the analysis folder. */
export const JOURNAL_FILE = "journal.jsonl";

/** The format's number: a reader refuses a larger one. */
export const JOURNAL_VERSION = 1;

/**
 * How to undo something after its owner was killed, as data: remove a file or folder that lies in the analysis folder
 * or in the folder of temporary files, or run a program (its absolute path, then its arguments; no shell).
 */
export type Recovery = (
  | { readonly remove: string }
  | {
      readonly run: readonly string[];
      /** Part of what the program says when it fails because there is nothing to undo any more. */
      readonly gone?: string;
    }
) & {
  /** Only while this file has this text in it: a lock that somebody else may have taken since. */
  readonly onlyIf?: { readonly file: string; readonly holds: string };
};

/** Something that was acquired, for whoever must undo it when nobody else is left to do so. */
export interface Acquired {
  /** What it is, for a person: `the tap tap7`. */
  readonly what: string;
  /** Without it `auxiliary recover` can only name what is left. */
  readonly recover?: Recovery;
}

/** The first line: which run this is, and whose. */
export interface RunBegan {
  readonly event: "run";
  readonly journal: number;
  /** Version of `@aux/core`. */
  readonly core: string;
  readonly runner: ProcessIdentity;
  /** A process' number means nothing after the host has booted anew, or in another container. Empty where unknown. */
  readonly host: { readonly bootId: string; readonly pidNamespace: string };
  /** Begins the marker in the environment of every program of this run. */
  readonly token: string;
  /** The folder of temporary files. */
  readonly temporaryPath: string;
  readonly record: Pick<AnalysisRecord, "version" | "task" | "machine" | "folder" | "started">;
}

/** What an auxiliary is; its states follow as lines of their own. */
export interface AuxiliaryKnown {
  readonly event: "auxiliary";
  readonly name: string;
  readonly package?: string | undefined;
  readonly version?: string | undefined;
  readonly order: number;
  readonly required: boolean;
  readonly state: AuxiliaryState;
  readonly reason?: string | undefined;
}

export interface StateChanged {
  readonly event: "state";
  readonly auxiliary: string;
  readonly state: AuxiliaryState;
  readonly reason?: string | undefined;
}

export interface ArtifactDeclared {
  readonly event: "artifact";
  readonly auxiliary: string;
  /** Inside the analysis folder. */
  readonly path: string;
  readonly kind: string;
}

/** A program in a group and session of its own, both with its number. */
export interface ToolSpawned extends ProcessIdentity {
  readonly event: "tool";
  /** Whose it is; missing for the machinery's own. */
  readonly auxiliary?: string | undefined;
  readonly name: string;
}

/** The program has ended, and so has what was left of its group. */
export interface ToolEnded extends ProcessIdentity {
  readonly event: "tool-end";
}

export interface ThingAcquired extends Acquired {
  readonly event: "acquired";
  /** Unique in the run. */
  readonly id: number;
  readonly auxiliary?: string | undefined;
}

export interface ThingReleased {
  readonly event: "released";
  readonly id: number;
}

export interface ProblemReported {
  readonly event: "problem";
  readonly auxiliary?: string | undefined;
  readonly problem: Problem;
}

export interface PhaseChanged {
  readonly event: "phase";
  readonly phase: Phase;
}

/** The record is written. */
export interface RunEnded {
  readonly event: "end";
  readonly outcome: Outcome;
}

/** What a run has done, at the moment it was done. */
export type JournalEvent =
  | RunBegan
  | AuxiliaryKnown
  | StateChanged
  | ArtifactDeclared
  | ToolSpawned
  | ToolEnded
  | ThingAcquired
  | ThingReleased
  | ProblemReported
  | PhaseChanged
  | RunEnded;

/** A line of the journal: an event and when it was. */
export type JournalLine = JournalEvent & { readonly at: Instant };
