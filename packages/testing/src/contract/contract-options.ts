import type { AuxiliaryRecord, Machine, Task } from "@aux/core";
import type { TestRunner } from "./test-runner.ts";

/** What a run of the auxiliary is given. Read when a test runs, so getters may give what is made in `beforeAll`. */
export interface Scenario {
  /** The module's options, as its section would give them. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** Added to the machine of a temporary analysis. */
  readonly machine?: Partial<Machine> | undefined;
  /** Added to the task of a temporary analysis. */
  readonly task?: Partial<Task> | undefined;
}

/** A run whose start must fail. What it leaves out is taken from the contract's own options, machine and task. */
export interface FailingScenario extends Scenario {
  /** Goes into the test's name: "fails to start when <name>". */
  readonly name: string;
  /** Code of a problem that the record must state. */
  readonly code?: string;
}

/** A file that a run must leave, as the record must state it. */
export interface ExpectedArtifact {
  /** Inside the analysis folder, with `/`. */
  readonly path: string;
  readonly kind: string;
}

/** An auxiliary that has started, as `whileRunning` sees it. */
export interface RunningAuxiliary {
  readonly analysisPath: string;
  readonly task: Task;
  readonly machine: Machine;
}

/** Called after the auxiliary has stopped, with what the record says about it; throws where the proof is missing. */
export type Proof = (auxiliary: AuxiliaryRecord) => unknown;

/** How to run an auxiliary, and what to expect of it. */
export interface ContractOptions extends Scenario, Partial<TestRunner> {
  readonly failing?: readonly FailingScenario[];
  /** A run that never gets ready, for example with a fake tool: adds the tests of interruption and deadline. */
  readonly neverReady?: Scenario;
  /**
   * A run whose program is killed, for an auxiliary that has one: adds the test of `on_crash = restart`. It must go on in
   * the files that `this.artifact()` names in its second life.
   */
  readonly restart?: Scenario;
  /** Asked the moment `start()` has resolved: is it really working? Must answer true. */
  readonly isReady?: (analysisPath: string) => boolean | Promise<boolean>;
  /**
   * Called while the auxiliary runs, to give it something to record. May return a function (see `Proof`) that finds it
   * afterwards.
   */
  readonly whileRunning?: (running: RunningAuxiliary) => unknown;
  readonly artifacts?: readonly ExpectedArtifact[];
  /** Folder of the auxiliary's package.json: adds the tests of its keyword, name, order and peer dependency. */
  readonly package?: string;
  /** What the package exports (`import * as exports from "../src/index.ts"`). Default: its built entry is imported. */
  readonly exports?: object;
  /** Deadline of `start()`. Default 10,000. */
  readonly startTimeoutMs?: number;
  /** Deadline of `stop()`. Default 10,000. */
  readonly stopTimeoutMs?: number;
  /** How long a start may take to end once the run is interrupted. Default 3,000. */
  readonly abortTimeoutMs?: number;
  /** How long what is about to end may take to end, before it counts as left behind. Default 2,000. */
  readonly settleMs?: number;
}
