import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnalysisRecord, AuxiliaryRecord, Examination, Machine, Problem } from "@aux/core";
import type { Lab, LabHost } from "./lab.ts";
import type { SnifferStart } from "./run-sniffer.ts";
import { TalkingProcess } from "./talking-process.ts";

/** What a session may set beside its lab. */
export interface SessionOptions {
  readonly id?: string;
  readonly machine?: Omit<Machine, "name">;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly entry?: SnifferStart["entry"];
  readonly sinkPorts?: readonly number[];
  /** The command in front of node, for example to be another user. */
  readonly as?: readonly string[];
  /** Where the sniffer runs. Default: the lab's host. */
  readonly at?: LabHost;
}

/** One run of the sniffer in a process of its own on the lab's host. */
export class SnifferSession implements AsyncDisposable {
  readonly process: TalkingProcess;
  readonly analysisPath: string;
  readonly #options: SessionOptions;

  constructor(lab: Lab, options: SessionOptions = {}) {
    this.#options = options;
    this.analysisPath = lab.analysisPath(options.id ?? "1");
    const as = options.as === undefined ? {} : { as: options.as };
    this.process = new TalkingProcess((options.at ?? lab.host).namespace, "run-sniffer.ts", as);
  }

  get pcapPath(): string {
    return join(this.analysisPath, "dump.pcap");
  }

  /** tcpdump's number, while it runs: the journal names every tool. */
  findTcpdump(): number {
    const lines = readFileSync(join(this.analysisPath, "journal.jsonl"), "utf8").trim().split("\n");
    const events = lines.map((line): { event: string; pid?: number } => JSON.parse(line));
    const pid = events.findLast(({ event }) => event === "tool")?.pid;
    if (pid === undefined) throw new Error("the journal names no tool");
    return pid;
  }

  async start(): Promise<void> {
    this.#tellStart();
    await this.process.hear("ready");
  }

  /** Starts what must not start; resolves to the first problem of the sniffer. */
  async startRefused(): Promise<Problem> {
    this.#tellStart();
    const { record } = await this.process.hear("refused");
    const [problem] = snifferOf(record as AnalysisRecord).problems;
    if (problem === undefined) throw new Error("it was refused without a problem");
    return problem;
  }

  async check(): Promise<readonly Problem[]> {
    this.#tellStart("check");
    return (await this.process.hear("checked")).checked as readonly Problem[];
  }

  /** Has it tried out in the analysis folder, which must be there. */
  async tryOut(): Promise<Examination> {
    this.#tellStart("try");
    const [examination] = (await this.process.hear("examined")).examined as readonly Examination[];
    if (examination === undefined) throw new Error("no sniffer was examined");
    return examination;
  }

  async stop(): Promise<AuxiliaryRecord> {
    this.process.tell({ stop: true });
    const { record } = await this.process.hear("record");
    return snifferOf(record as AnalysisRecord);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process[Symbol.asyncDispose]();
  }

  #tellStart(only?: SnifferStart["only"]): void {
    const { machine, options, entry, sinkPorts } = this.#options;
    const { analysisPath } = this;
    const named: Machine = { name: "vm", ...machine };
    const start: SnifferStart = { analysisPath, machine: named, options, entry, sinkPorts, only };
    this.process.tell({ start });
  }
}

function snifferOf(record: AnalysisRecord): AuxiliaryRecord {
  const [sniffer] = record.auxiliaries;
  if (sniffer === undefined) throw new Error("the record holds no sniffer");
  return sniffer;
}

/** The codes of a record's problems. */
export function codesOf(record: AuxiliaryRecord): readonly string[] {
  return record.problems.map((problem) => problem.code);
}
