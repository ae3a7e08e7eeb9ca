import type { Journal, Machine, OptionsSchema, Problem, Task } from "@aux/core";
import type { MACHINERY_BRAND } from "./brand.ts";

/** How a machine went off, where the machinery knows. */
export interface MachineExit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Longest time that each step of a machinery may take, in milliseconds. */
export interface MachineryDeadlines {
  readonly prepareTimeoutMs: number;
  readonly revertTimeoutMs: number;
  readonly startTimeoutMs: number;
  readonly stopTimeoutMs: number;
}

/** One minute to prepare, one to revert, one to start, one to stop. */
export const DEFAULT_DEADLINES: MachineryDeadlines = {
  prepareTimeoutMs: 60_000,
  revertTimeoutMs: 60_000,
  startTimeoutMs: 60_000,
  stopTimeoutMs: 60_000,
};

/**
 * Drives one machine through one analysis: reverts it to its snapshot, starts it, stops it. What it acquires on the
 * way is registered with its undo and released by `stop()`.
 *
 * Each step gets the run's journal: what it starts (`spawnGuarded(…, { journal })`) and acquires (`addAcquired`) is
 * written down there, so that `auxiliary recover` ends and undoes it when this process was killed. Undefined for a run
 * without a record.
 */
export interface Machinery {
  /**
   * The machine's data as the machinery completes it (sockets, an address it chose, an interface it looked up); final
   * once `check()` has resolved, at the latest. Default: as configured.
   */
  readonly machine?: Machine;
  /**
   * True: somebody else reverts, starts and stops the machine, and tells of it (`auxiliary notify`): `revert`, `start`
   * and `stop` are not called, and no hook by itself. Default false.
   */
  readonly isDrivenElsewhere?: boolean;
  /** Resolves when the machine is off, however that came about; rejects when the machinery lost sight of it. */
  readonly ended: Promise<MachineExit | undefined>;
  /** What differs from `DEFAULT_DEADLINES`. */
  readonly deadlines?: Partial<MachineryDeadlines>;
  /** What the record must say although no step failed (ended by force, slower than asked for); read after `stop()`. */
  readonly problems?: readonly Problem[];
  /** Says what is missing on this host, without starting anything: any problem and nothing is started. */
  check?(): readonly Problem[] | Promise<readonly Problem[]>;
  /**
   * Acquires what auxiliaries need in their `start()` (a monitor's socket, the lock of the machine): called before the
   * first of them starts. Its undo is in `stop()`, which is always called once this was. The signal aborts at an
   * interruption and at the deadline.
   */
  prepare?(signal: AbortSignal, journal?: Journal): Promise<void>;
  /** Puts the machine back to its snapshot. The signal aborts at an interruption and at the deadline. */
  revert(signal: AbortSignal, journal?: Journal): Promise<void>;
  /** Resolves when the machine runs. The signal aborts at an interruption and at the deadline. */
  start(signal: AbortSignal, journal?: Journal): Promise<void>;
  /**
   * Resolves when power-off is confirmed and all is released, also without a start, after a failed revert, and when
   * called again. The signal aborts when there is no time left: the machine is then to be ended by force.
   */
  stop(signal: AbortSignal, journal?: Journal): Promise<void>;
  /** What a person wants to know about how the machine is driven, in one line. */
  describe?(): string;
}

/** What a machinery gets when it is made. */
export interface MachineryContext<Options extends object = Readonly<Record<string, unknown>>> {
  /** As its section says. */
  readonly machine: Machine;
  /** The keys of the machine's section that the machinery's own schema declares. */
  readonly options: Options;
  /** The folder where results go, absolute; not there yet before the first auxiliary starts. */
  readonly analysisPath: string;
  readonly task: Task;
}

/** A class that drives machines, as packages with the keyword `auxiliary-machinery` export it. */
export interface MachineryClass {
  readonly [MACHINERY_BRAND]: number;
  new (context: MachineryContext<never>): Machinery;
  readonly name: string;
  /** The keys that its sections of `conf/machines.conf` take beside the common ones. */
  readonly options?: OptionsSchema;
}
