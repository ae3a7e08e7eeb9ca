import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AnalysisRecord, Auxiliary } from "@aux/core";
import { onTestFinished, vi } from "vitest";
import { CONTROL_SOCKET } from "../src/control/protocol.ts";
import { openFolder } from "../src/control/socket-path.ts";
import { ExternalMachinery } from "../src/machinery/external-machinery.ts";
import { type AnalysisOptions, runAnalysis } from "../src/run-analysis.ts";

/** A folder that is removed when the test is over. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "control-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A run that can be asked, with an auxiliary that notes what it is told. */
export class ControlledTestRun {
  readonly calls: string[] = [];
  readonly notes: string[] = [];
  readonly analysisPath: string;
  readonly record: Promise<AnalysisRecord>;

  constructor(analysisPath: string, more: Partial<AnalysisOptions> = {}) {
    const { calls } = this;
    class Witness extends Auxiliary {
      start() {
        return true;
      }
      override machineStarted() {
        calls.push("machineStarted");
      }
      override machineStopping() {
        calls.push("machineStopping");
      }
      stop() {
        calls.push("stop");
        return true;
      }
    }
    const task = { id: "1" };
    const machine = { name: "lab" };
    this.analysisPath = analysisPath;
    this.record = runAnalysis({
      auxiliaries: [Witness],
      task,
      machine,
      machinery: new ExternalMachinery({ machine, options: {} as never, analysisPath, task }),
      analysisPath,
      control: { note: (text) => this.notes.push(text) },
      observer: (event) => {
        if (event.type === "phase" && event.phase.ended === undefined) this.#phases.add(event.phase.name);
      },
      ...more,
    });
    this.record.catch(() => {});
  }

  readonly #phases = new Set<string>();

  /** Resolves when the analysis itself is under way. */
  async underWay(): Promise<this> {
    await vi.waitUntil(() => this.#phases.has("analysis"), { timeout: 5_000, interval: 5 });
    return this;
  }
}

/** A client of the socket that says what a test wants. */
export async function dial(analysisPath: string): Promise<Socket> {
  const folder = openFolder(analysisPath);
  const socket = connect({ path: join(folder.path, CONTROL_SOCKET) });
  socket.on("error", () => {});
  socket.once("close", () => folder.close());
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve) => socket.once("connect", resolve).once("close", () => resolve()));
  return socket;
}

/** Says something on the socket, and returns all that is answered. */
export async function say(analysisPath: string, words: string): Promise<string> {
  const socket = await dial(analysisPath);
  socket.write(words);
  let heard = "";
  for await (const piece of socket) heard += String(piece);
  return heard;
}

/** A folder whose path is longer than any socket's may be. */
export function deepFolder(): string {
  const path = join(temporaryFolder(), ...Array.from({ length: 20 }, () => "a".repeat(20)));
  mkdirSync(path, { recursive: true });
  return path;
}
