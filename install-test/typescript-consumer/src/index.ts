// A program of someone else's that embeds the runner: its own auxiliary beside the sniffer, types checked strictly.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type AnalysisOptions, ProcessMachinery } from "@aux/analysis";
import {
  type AnalysisRecord,
  Auxiliary,
  AuxiliaryError,
  type AuxiliaryRecord,
  AuxiliaryRunner,
  declareOptions,
  type OptionsOf,
  textOption,
} from "@aux/core";
import Sniffer, { type SnifferTcpdumpOptions } from "@aux/sniffer";
import type { TemporaryAnalysis } from "@aux/testing";

const options = declareOptions({ note: textOption({ description: "What to remember", default: "none" }) });

class Note extends Auxiliary<OptionsOf<typeof options>> {
  static override readonly options = options;

  override start(): boolean {
    this.figure("note", this.options.note);
    return true;
  }

  override stop(): boolean {
    return true;
  }
}

const sniffing: Partial<SnifferTcpdumpOptions> = { interface: "lo" };
const analysisPath = `${process.cwd()}/storage/analysis/${Date.now()}`;
const task: AnalysisOptions["task"] = { id: "7" };
export const machinery = new ProcessMachinery({ command: ["true"] });
export type Place = TemporaryAnalysis["analysisPath"];

const record = await run();
const sniffer = takeAuxiliary(record, "sniffer");
const isWhole =
  sniffer.state === "stopped" && sniffer.figures.packetsInFile === sniffer.figures.packetsCaptured;
if (!isWhole || Number(sniffer.figures.packetsInFile) === 0) throw new Error(JSON.stringify(sniffer));
if (takeAuxiliary(record, "note").figures.note !== "strict") throw new Error("the option did not arrive");
console.log(`embedded: ${sniffer.figures.packetsInFile} packets`);

async function run(): Promise<AnalysisRecord> {
  await using runner = new AuxiliaryRunner({
    auxiliaries: [
      { Class: Sniffer, name: "sniffer", options: { ...sniffing }, required: true },
      { Class: Note, options: { note: "strict" } },
    ],
    analysisPath,
    task,
    machine: { name: "vm1", ip: "127.0.0.1" },
    observer: (event) => {
      if (event.type === "problem") console.error(event.problem.code, event.problem.remedy);
    },
  });
  try {
    await runner.start();
  } catch (error) {
    if (AuxiliaryError.is(error)) console.error(error.code, error.remedy);
    throw error;
  }
  await makeTraffic();
  return await runner.stop();
}

async function makeTraffic(): Promise<void> {
  const server = createServer((_request, response) => response.end("hello\n")).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await (await fetch(`http://127.0.0.1:${port}/`)).text();
  server.close();
  server.closeAllConnections();
}

function takeAuxiliary({ auxiliaries }: AnalysisRecord, name: string): AuxiliaryRecord {
  const found = auxiliaries.find((one) => one.name === name);
  if (!found) throw new Error(`${name} is not in the record`);
  return found;
}
