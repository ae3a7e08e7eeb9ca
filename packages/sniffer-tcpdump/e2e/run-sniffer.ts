/**
 * Runs the sniffer as an orchestrator does: told `{ start: { analysisPath, machine, options } }` and `{ stop: true }`;
 * says `ready` or `refused`, each `problem` and `info` as it happens, and the `record`; or only examines it.
 */
import { createSocket } from "node:dgram";
import { createInterface } from "node:readline";
import {
  type AuxiliaryEntry,
  AuxiliaryError,
  AuxiliaryRunner,
  examineAuxiliaries,
  type Machine,
} from "@aux/core";
import { SnifferTcpdump } from "../src/index.ts";

/** What a sniffer's run is made of. */
export interface SnifferStart {
  readonly analysisPath: string;
  readonly machine: Machine;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** What its section says to the runner. */
  readonly entry?: Omit<AuxiliaryEntry, "Class"> | undefined;
  /** UDP ports with somebody there, so that no ICMP error repeats a payload. */
  readonly sinkPorts?: readonly number[] | undefined;
  /** `check` asks its `check()`, `try` has it tried out in the analysis folder. */
  readonly only?: "check" | "try" | undefined;
}

interface Order {
  readonly start?: SnifferStart;
  readonly stop?: true;
}

let runner: AuxiliaryRunner | undefined;

function say(message: object): void {
  console.log(JSON.stringify(message));
}

function buildRunner({ analysisPath, machine, entry, options = {} }: SnifferStart): AuxiliaryRunner {
  return new AuxiliaryRunner({
    auxiliaries: [{ Class: SnifferTcpdump, name: "sniffer", options, required: true, ...entry }],
    analysisPath,
    machine,
    task: { id: "1" },
    observer: (event) => {
      if (event.type === "problem") say({ problem: event.problem, atMs: performance.now() });
      if (event.type === "auxiliary") say({ [event.auxiliary.state]: true });
      if (event.type === "log" && event.level === "info") say({ info: event.message });
    },
  });
}

function examine({ analysisPath, machine, options = {} }: SnifferStart) {
  const auxiliaries = [{ Class: SnifferTcpdump, name: "sniffer", options }];
  return examineAuxiliaries({ auxiliaries, machine, task: { id: "1" }, trialPath: analysisPath });
}

async function start(order: SnifferStart): Promise<void> {
  for (const port of order.sinkPorts ?? []) {
    await new Promise<void>((bound) => createSocket("udp6").unref().bind(port, "::", bound));
  }
  if (order.only === "try") return say({ examined: await examine(order) });
  runner = buildRunner(order);
  if (order.only === "check") return say({ checked: await runner.check() });
  try {
    await runner.start();
    say({ ready: true });
  } catch (error) {
    if (!AuxiliaryError.is(error)) throw error;
    say({ refused: error.code, record: runner.record });
  }
}

say({ waiting: true });
for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line) as Order;
  if (order.start !== undefined) await start(order.start);
  if (order.stop === true) say({ record: await runner?.stop() });
}
