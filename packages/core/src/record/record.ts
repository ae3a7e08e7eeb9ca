import type { Problem } from "../errors/problem.ts";

/** A point in time: wall clock beside milliseconds since the run began on the monotonic clock. */
export interface Instant {
  /** ISO 8601, UTC. */
  readonly wall: string;
  /** Milliseconds since the run's start; never jumps. */
  readonly monotonicMs: number;
}

/** A part of the run with its start and end. */
export interface Phase {
  /**
   * `machinery.prepare`, `start`, `machinery.revert`, `machinery.start`, `machineStarted`, `analysis`,
   * `machineStopping`, `machinery.stop`, `stop`.
   */
  readonly name: string;
  readonly started: Instant;
  /** Missing while the phase runs, and when the runner was killed in it. */
  ended?: Instant;
  /** False when the phase threw. */
  ok?: boolean;
}

/** A time in which an auxiliary recorded nothing: from a crash until it ran again. */
export interface Gap {
  readonly from: Instant;
  /** Missing where it never ran again. */
  readonly to?: Instant;
}

/** A file that an auxiliary left in the analysis folder. */
export interface Artifact {
  /** Inside the analysis folder, with `/`. */
  readonly path: string;
  readonly kind: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Whether it is whole; missing for a kind that is not looked into (those that are: pcap, pcapng, png, json, jsonl). */
  readonly whole?: boolean;
  /** Whole packets in it, of a pcap or pcapng. */
  readonly packets?: number;
  /** The artifact that was cut short and whose whole part this is. */
  readonly repairOf?: string;
}

/**
 * `stopped` all well · `degraded` ran, something is missing · `crashed` a tool died during the analysis · `failed` to
 * start · `skipped` does not apply · `disabled` by the class. `pending`, `starting`, `running` and `stopping` are only
 * seen while the run goes on, or in the record of a run whose runner was killed.
 */
export type AuxiliaryState =
  | "pending"
  | "starting"
  | "running"
  | "stopping"
  | "stopped"
  | "degraded"
  | "crashed"
  | "failed"
  | "skipped"
  | "disabled";

export interface AuxiliaryRecord {
  readonly name: string;
  /** npm package, when it came from one. */
  readonly package?: string;
  readonly version?: string;
  readonly order: number;
  readonly required: boolean;
  readonly state: AuxiliaryState;
  /** Why it was skipped or is disabled. */
  readonly reason?: string;
  /** From the call of `start()` to its end. */
  readonly start?: { readonly began: Instant; readonly ended?: Instant };
  readonly stop?: { readonly began: Instant; readonly ended?: Instant };
  /** Where it crashed and was started again. */
  readonly gaps?: readonly Gap[];
  readonly problems: readonly Problem[];
  readonly figures: Readonly<Record<string, number | string | boolean>>;
  readonly artifacts: readonly Artifact[];
}

/**
 * `running` (also what a killed runner leaves) · `completed` the analysis ended by itself · `timeout` it was ended when
 * its time was over · `not-begun` it did not begin · `failed` the machinery failed · `interrupted` by a signal · `aborted`
 * because a module crashed whose section says `on_crash = abort`.
 */
export type Outcome =
  | "running"
  | "completed"
  | "timeout"
  | "not-begun"
  | "failed"
  | "interrupted"
  | "aborted";

/** A process that had outlived its program, and was ended at the end of the run. */
export interface EndedStray {
  /** What it is called, and its number. */
  readonly process: string;
  /** Which program it descends from. */
  readonly program: string;
  /** Whose program that was; missing for the machinery's own, and for the analysed command. */
  readonly auxiliary?: string;
}

/** `auxiliaries.json` in the analysis folder: what ran, when, what came of it. */
export interface AnalysisRecord {
  readonly version: 1;
  readonly task: { readonly id: string; readonly target?: string; readonly timeout?: number };
  readonly machine: {
    readonly name: string;
    readonly machinery?: string;
    readonly ip?: string;
    readonly mac?: string;
    readonly interface?: string;
    readonly snapshot?: string;
    readonly accel?: string;
  };
  /** Absolute. */
  readonly folder: string;
  readonly outcome: Outcome;
  /** How the analysed command ended, where the machinery knows. */
  readonly exit?: { readonly code: number | null; readonly signal: string | null };
  readonly started: Instant;
  readonly ended?: Instant;
  readonly phases: readonly Phase[];
  readonly auxiliaries: readonly AuxiliaryRecord[];
  /** What had outlived its program and was ended at the end of the run, 100 at most. Missing where there was none. */
  readonly strays?: readonly EndedStray[];
  /** Of the run as a whole; each auxiliary has its own. */
  readonly problems: readonly Problem[];
}

/** The record's name inside the analysis folder. */
export const RECORD_FILE = "auxiliaries.json";
