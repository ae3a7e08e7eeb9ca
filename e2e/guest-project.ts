import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { AnalysisRecord } from "@aux/core";
import type { Guest } from "../guest/build-guest.ts";
import { type GuestLog, parseGuestLog } from "../guest/compare/guest-log.ts";
import { type Packet, parsePacket } from "../guest/compare/packet.ts";
import { readFrames } from "../guest/compare/read-frames.ts";
import type { Lab } from "../guest/lab/lab.ts";
import {
  buildMachineKeys,
  buildMachineSection,
  type GuestMachine,
} from "../guest/project/machine-section.ts";

const PROJECT_PATH = resolve(import.meta.dirname, "..");
const BIN_PATH = join(PROJECT_PATH, "packages/cli/dist/bin.js");
const ASK_PATH = join(PROJECT_PATH, "examples/guest/ask.mjs");
const SNAPSHOT_PATH = join(import.meta.dirname, "make-snapshot.ts");
const PACKAGES = ["core", "console", "human", "machinery-qemu", "screenshot", "sniffer-tcpdump"];
const LONGEST_RUN_S = 40;

if (!existsSync(BIN_PATH)) throw new Error(`${BIN_PATH} is not there: run \`pnpm build\` first`);

/** One run of the command line on a machine. */
export interface GuestRun {
  readonly machine: string;
  readonly id: string;
  /** What the agent is asked, as the analysis' command; without it the analysis ends when the guest powers off. */
  readonly ask?: readonly string[];
  /** Longest time of the analysis itself. Default 40. */
  readonly timeoutSeconds?: number;
}

/** What came of a command line. */
export interface GuestCommand {
  readonly code: number | null;
  /** All that the command line and its command said. */
  readonly output: string;
}

/** What came of a run. */
export interface GuestAnalysis extends GuestCommand {
  readonly path: string;
  readonly record: AnalysisRecord;
  readonly packets: readonly Packet[];
  readonly console: string;
  readonly log: GuestLog;
}

/** A project with machines in a lab, in a folder of its own. */
export class GuestProject implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), "guest-project-"));
  /** The folder for temporary files of what runs here: sockets, throw-away layers, locks. */
  readonly temporaryPath = join(this.path, "tmp");
  readonly #guest: Guest;
  readonly #lab: Lab;
  #commands = 0;

  constructor(guest: Guest, lab: Lab, machines: readonly GuestMachine[]) {
    this.#guest = guest;
    this.#lab = lab;
    mkdirSync(join(this.path, "node_modules/@aux"), { recursive: true });
    mkdirSync(join(this.path, "conf"));
    mkdirSync(this.temporaryPath);
    const dependencies: Record<string, string> = {};
    for (const name of PACKAGES) {
      symlinkSync(join(PROJECT_PATH, "packages", name), join(this.path, "node_modules/@aux", name));
      dependencies[`@aux/${name}`] = "*";
    }
    const manifest = { name: "guest-project", private: true, dependencies };
    writeFileSync(join(this.path, "package.json"), JSON.stringify(manifest));
    this.addAuxiliaries("");
    this.configure(machines);
  }

  /** Writes the modules' sections: those of every run here, and more. */
  addAuxiliaries(sections: string): void {
    const usual = "[sniffer]\nrequired = on\n\n[console]\nrequired = on\n\n";
    writeFileSync(join(this.path, "conf/auxiliaries.conf"), usual + sections);
  }

  /** Writes the machines' sections. */
  configure(machines: readonly GuestMachine[]): void {
    const sections = machines.map((machine) => buildMachineSection(machine, this.#guest, this.#lab));
    writeFileSync(join(this.path, "conf/machines.conf"), sections.join("\n"));
  }

  /** Boots a machine, and keeps it as it is when its agent answers, in the folder `snapshots` of the project. */
  async makeSnapshot(machine: GuestMachine, name: string): Promise<void> {
    const keys = buildMachineKeys(machine, this.#guest, this.#lab);
    const node = ["--conditions=@aux/source", "--import", "tsx"];
    const args = [...node, SNAPSHOT_PATH, machine.name, name, JSON.stringify(keys)];
    const outputPath = join(this.path, `output-${name}`);
    const end = await this.#lab.run({
      file: process.execPath,
      args,
      cwd: PROJECT_PATH,
      env: this.#environment,
      outputPath,
    });
    if (end.code !== 0) throw new Error(`the snapshot was not made: ${readFileSync(outputPath, "utf8")}`);
  }

  /** Runs `auxiliary run` in the lab to its end, and reads what it has left. */
  async run(run: GuestRun): Promise<GuestAnalysis> {
    const { code, output } = await this.launch(run);
    return { code, output, ...this.#readAnalysis(run.id, output) };
  }

  /** Runs `auxiliary run` in the lab to its end, whatever that is. */
  launch({ machine, id, ask, timeoutSeconds = LONGEST_RUN_S }: GuestRun): Promise<GuestCommand> {
    const task = JSON.stringify({ id });
    const options = ["--machine", machine, "--timeout", String(timeoutSeconds), "--task", task];
    const command = ask === undefined ? [] : ["--", process.execPath, ASK_PATH, ...ask];
    return this.auxiliary(["run", ...options, ...command]);
  }

  /** Runs the command line in the lab to its end. */
  async auxiliary(args: readonly string[]): Promise<GuestCommand> {
    this.#commands += 1;
    const outputPath = join(this.path, `output-command-${this.#commands}`);
    const end = await this.#lab.run({
      file: process.execPath,
      args: [BIN_PATH, ...args],
      cwd: this.path,
      env: this.#environment,
      outputPath,
    });
    return { code: end.code, output: readFileSync(outputPath, "utf8") };
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  get #environment() {
    return { TMPDIR: this.temporaryPath };
  }

  #readAnalysis(id: string, output: string): Omit<GuestAnalysis, "code" | "output"> {
    const path = join(this.path, "storage/analysis", id);
    if (!existsSync(join(path, "auxiliaries.json"))) throw new Error(`there is no record: ${output}`);
    const record: AnalysisRecord = JSON.parse(readFileSync(join(path, "auxiliaries.json"), "utf8"));
    const console = readFileSync(join(path, "console.log"), "utf8");
    const frames = readFrames(join(path, "dump.pcap"));
    const packets = frames.map((frame) => parsePacket(frame, this.#lab.ports));
    return { path, record, packets, console, log: parseGuestLog(console) };
  }
}
