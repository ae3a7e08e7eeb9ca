import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type AuxiliaryClass,
  type AuxiliaryEntry,
  type AuxiliaryInstance,
  type AuxiliaryRecord,
  AuxiliaryRunner,
  type OnCrash,
} from "@aux/core";
import { createTemporaryAnalysis, type TemporaryAnalysis } from "../analysis/temporary-analysis.ts";
import { type Baseline, takeBaseline } from "../leftovers/baseline.ts";
import {
  endLeftoverProcesses,
  type FindLeftoversOptions,
  findLeftovers,
  findLeftoversNow,
  type Leftovers,
} from "../leftovers/leftovers.ts";
import type { ContractOptions, Scenario } from "./contract-options.ts";
import { deadlinesOf } from "./deadlines.ts";
import { Probe, type ProbeOptions } from "./probe.ts";

/** An auxiliary's class and what its contract test says about it. */
export interface Contract {
  readonly Class: AuxiliaryClass;
  readonly options: ContractOptions;
}

export interface TrialOptions extends ProbeOptions {
  /** What it leaves out is taken from the contract. */
  readonly scenario?: Scenario;
  readonly startTimeoutMs?: number;
  readonly onCrash?: OnCrash;
  readonly signal?: AbortSignal;
}

/** One auxiliary in a temporary analysis of its own, with an eye on all that it leaves behind. */
export class Trial implements AsyncDisposable {
  readonly analysis: TemporaryAnalysis;
  readonly probe: Probe;
  /** The auxiliary as the runner gets it. */
  readonly entry: AuxiliaryEntry;
  readonly runner: AuxiliaryRunner;
  readonly baseline: Baseline;
  readonly #restoreTmpdir: () => void;
  readonly #settling: FindLeftoversOptions;

  private constructor(
    contract: Contract,
    options: TrialOptions,
    found: { analysis: TemporaryAnalysis; baseline: Baseline; restoreTmpdir: () => void },
  ) {
    this.analysis = found.analysis;
    this.baseline = found.baseline;
    this.#restoreTmpdir = found.restoreTmpdir;
    const { settleMs } = contract.options;
    this.#settling = settleMs === undefined ? {} : { settleMs };
    this.probe = new Probe(contract.Class, options);
    this.entry = buildEntry(this.probe, contract, options);
    this.runner = new AuxiliaryRunner({
      auxiliaries: [this.entry],
      analysisPath: this.analysis.analysisPath,
      task: this.analysis.task,
      machine: this.analysis.machine,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  }

  static async begin(contract: Contract, options: TrialOptions = {}): Promise<Trial> {
    const { scenario = {} } = options;
    const analysis = await createTemporaryAnalysis({
      task: { ...contract.options.task, ...scenario.task },
      machine: { ...contract.options.machine, ...scenario.machine },
    });
    const temporaryPath = join(analysis.rootPath, "tmp");
    mkdirSync(temporaryPath, { mode: 0o700 });
    const folderPaths = [analysis.rootPath, temporaryPath, process.cwd()];
    const baseline = await takeBaseline({ marker: analysis.rootPath, folderPaths });
    return new Trial(contract, options, { analysis, baseline, restoreTmpdir: moveTmpdir(temporaryPath) });
  }

  /** What the record says about the auxiliary so far. */
  get auxiliary(): AuxiliaryRecord {
    const [auxiliary] = this.runner.record.auxiliaries;
    if (auxiliary === undefined) throw new Error("the runner has no auxiliary");
    return auxiliary;
  }

  /** Has the runner make the instance, and nothing else. */
  async construct(): Promise<AuxiliaryInstance> {
    await this.runner.check();
    if (this.probe.instance !== undefined) return this.probe.instance;
    const [problem] = this.auxiliary.problems;
    throw new Error(
      `${this.auxiliary.name} cannot be constructed: ${problem?.message ?? "no instance was made"}`,
    );
  }

  /** What is left once the runner has stopped. */
  async findLeftovers(): Promise<Leftovers> {
    await this.runner.stop();
    return findLeftovers(this.baseline, this.#settling);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.runner.stop();
    endLeftoverProcesses(findLeftoversNow(this.baseline));
    this.baseline[Symbol.dispose]();
    this.#restoreTmpdir();
    await this.analysis.dispose();
  }
}

function buildEntry(probe: Probe, contract: Contract, options: TrialOptions): AuxiliaryEntry {
  const deadlines = deadlinesOf(contract.options);
  const moduleOptions = options.scenario?.options ?? contract.options.options;
  return {
    Class: probe.Class,
    startTimeoutMs: options.startTimeoutMs ?? deadlines.startTimeoutMs,
    stopTimeoutMs: deadlines.stopTimeoutMs,
    ...(options.onCrash === undefined ? {} : { onCrash: options.onCrash }),
    ...(moduleOptions === undefined ? {} : { options: moduleOptions }),
  };
}

/**
 * Temporary files go into the trial's own folder, where they are seen. Tools inherit TMPDIR, which also marks them and
 * whatever they start.
 */
function moveTmpdir(path: string): () => void {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = path;
  return () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  };
}
