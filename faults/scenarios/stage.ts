import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { BIN_PATH, type Running, TemporaryProject } from "../../packages/cli/e2e/temporary-project.ts";
import { Lab, runTool } from "../../packages/sniffer-tcpdump/e2e/lab.ts";
import type { Seen } from "./scenario.ts";

const PROJECT_PATH = resolve(import.meta.dirname, "../..");
/** Sends a packet each millisecond on lo for as long as is said, in milliseconds. */
const TRAFFIC_PATH = resolve(import.meta.dirname, "send-traffic.mjs");

/** A command that still runs. */
export interface Acting {
  readonly running: Running;
  /** What was seen, once it has ended. */
  readonly seen: Promise<Seen>;
}

/** How a command is run. */
export interface ActOptions {
  /** In front of node: another user, other limits. */
  readonly as?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Where the answer is. Default stderr. */
  readonly from?: "stdout" | "stderr";
}

/** A project with the sniffer, in a network of its own (lo, and v0 with somebody at its other end): what runs there is ours. */
export class Stage implements Disposable {
  readonly lab = new Lab();
  readonly project: TemporaryProject;
  /** Where what runs here puts its temporary files. */
  readonly temporaryPath: string;
  readonly #mounts: string[] = [];

  constructor() {
    this.project = new TemporaryProject("[sniffer]\ninterface = lo\n");
    this.temporaryPath = join(this.project.path, "tmp");
    mkdirSync(this.temporaryPath, { mode: 0o1777 });
    this.install("sniffer-tcpdump");
  }

  get path(): string {
    return this.project.path;
  }

  /** Adds a package of this workspace to the project. */
  install(name: string): void {
    const manifest = JSON.parse(this.project.read("package.json"));
    manifest.dependencies[`@aux/${name}`] = "*";
    this.project.write("package.json", JSON.stringify(manifest));
    symlinkSync(join(PROJECT_PATH, "packages", name), join(this.path, "node_modules/@aux", name));
  }

  /** Writes conf/auxiliaries.conf. */
  configure(text: string): void {
    this.project.write("conf/auxiliaries.conf", text);
  }

  /** Runs the command line to its end. */
  auxiliary(args: readonly string[], options: ActOptions = {}): Promise<Seen> {
    return this.launch(args, options).seen;
  }

  /** Starts the command line. */
  launch(args: readonly string[], { as = [], env = {}, from = "stderr" }: ActOptions = {}): Acting {
    const inside = ["netns", "exec", this.lab.host.namespace, ...as, process.execPath, BIN_PATH, ...args];
    const running = this.project.start("ip", inside, { TMPDIR: this.temporaryPath, NO_COLOR: "1", ...env });
    const command = ["auxiliary", ...args.map(quote)].join(" ");
    const seen = running.finished.then((end) => ({ command, code: end.code, said: end[from] }));
    return { running, seen };
  }

  /** The words of an analysis whose command sends packets, by default of a few bytes. */
  traffic(ms = 300, packetBytes = 0): readonly string[] {
    const size = packetBytes === 0 ? [] : [String(packetBytes)];
    return ["--", process.execPath, TRAFFIC_PATH, String(ms), ...size];
  }

  /** Writes a program that plays a tool of this host, and returns its path. */
  writeProgram(name: string, lines: readonly string[]): string {
    const path = this.project.write(name, `#!/bin/sh\n${lines.join("\n")}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** Command lines of all that runs in this network. */
  listProcesses(): readonly string[] {
    const inside = runTool("ip", "netns", "pids", this.lab.host.namespace).split("\n").filter(Boolean);
    return inside.map((pid) => readCommand(pid)).filter((command) => command !== "");
  }

  /** What is in the folder of temporary files. The folder for locks stays, empty; what Node itself caches is not ours. */
  listTemporary(): readonly string[] {
    const names = readdirSync(this.temporaryPath, { recursive: true, encoding: "utf8" });
    return names.filter((name) => !/^(node-compile-cache|auxiliary-locks-\d+$)/.test(name));
  }

  /** Mounts a file system of its own on a folder of the project, which is made. */
  mount(folder: string, options: string): void {
    const path = join(this.path, folder);
    mkdirSync(path);
    runTool("mount", "-t", "tmpfs", "-o", options, "tmpfs", path);
    this.#mounts.push(path);
  }

  [Symbol.dispose](): void {
    for (const path of this.#mounts) runTool("umount", path);
    this.project.remove();
    this.lab[Symbol.dispose]();
  }
}

/** Empty for a process that has ended. */
function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return "";
  }
}

function quote(word: string): string {
  return /^[\w./:=@,-]+$/.test(word) ? word : `'${word}'`;
}
