import type { Machine, OptionsSchema, Problem } from "@aux/core";

/** How a machine went off, where the machinery knows. */
export interface MachineExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Longest time that each step of a machinery may take, in milliseconds. */
export interface MachineryDeadlines {
  readonly revertTimeoutMs: number;
  readonly startTimeoutMs: number;
  readonly stopTimeoutMs: number;
}

/** One minute to revert, one to start, one to stop. */
export const DEFAULT_DEADLINES: MachineryDeadlines = {
  revertTimeoutMs: 60_000,
  startTimeoutMs: 60_000,
  stopTimeoutMs: 60_000,
};

/** Drives one machine through one analysis: reverts it to its snapshot, starts it, stops it. */
export interface Machinery {
  /** Resolves when the machine is off, however that came about; rejects when the machinery lost sight of it. */
  readonly ended: Promise<MachineExit | undefined>;
  /** What differs from `DEFAULT_DEADLINES`. */
  readonly deadlines?: Partial<MachineryDeadlines>;
  /** Says what is missing on this host, without starting anything: any problem and nothing is started. */
  check?(): readonly Problem[] | Promise<readonly Problem[]>;
  /** Puts the machine back to its snapshot. The signal aborts at an interruption and at the deadline. */
  revert(signal: AbortSignal): Promise<void>;
  /** Resolves when the machine runs. The signal aborts at an interruption and at the deadline. */
  start(signal: AbortSignal): Promise<void>;
  /**
   * Resolves when power-off is confirmed, also without a start and when called again. The signal aborts when there is
   * no time left: the machine is then to be ended by force.
   */
  stop(signal: AbortSignal): Promise<void>;
  /** What a person wants to know about how the machine is driven, in one line. */
  describe?(): string;
}

/** What a machinery gets when it is made. */
export interface MachineryContext<Options extends object = Readonly<Record<string, unknown>>> {
  readonly machine: Machine;
  /** The keys of the machine's section that the machinery's own schema declares. */
  readonly options: Options;
}

/** A class that drives machines, as packages with the keyword `auxiliary-machinery` export it. */
export interface MachineryClass {
  new (context: MachineryContext<never>): Machinery;
  readonly name: string;
  /** The keys that its sections of `conf/machines.conf` take beside the common ones. */
  readonly options?: OptionsSchema;
}
