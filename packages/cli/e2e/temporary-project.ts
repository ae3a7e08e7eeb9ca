import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type AnalysisRecord, RECORD_FILE } from "@aux/core";

const PACKAGES_PATH = resolve(import.meta.dirname, "../..");
/** The built command line, as it is published. */
export const BIN_PATH = join(PACKAGES_PATH, "cli/dist/bin.js");
if (!existsSync(BIN_PATH)) throw new Error(`${BIN_PATH} is not there: run \`pnpm build\` first`);

/** How a run of the command line ended, and all it said. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A run of the command line that may still go on. */
export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when the text was said, on either stream. */
  readonly says: (text: string) => Promise<void>;
}

/** A project in a folder of its own: package.json, conf/auxiliaries.conf, third-party modules in plain JavaScript. */
export class TemporaryProject {
  readonly #children = new Set<ChildProcess>();
  readonly path = mkdtempSync(join(tmpdir(), "project-"));

  constructor(conf?: string) {
    this.write("package.json", JSON.stringify({ name: "project", private: true, dependencies: {} }));
    mkdirSync(join(this.path, "node_modules/@aux"), { recursive: true });
    symlinkSync(join(PACKAGES_PATH, "core"), join(this.path, "node_modules/@aux/core"));
    if (conf !== undefined) this.write("conf/auxiliaries.conf", conf);
  }

  write(path: string, text: string | Buffer): string {
    const absolute = join(this.path, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, text);
    return absolute;
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), "utf8");
  }

  has(path: string): boolean {
    return existsSync(join(this.path, path));
  }

  /** Adds a third-party module; `body` is what stands in its class. */
  addModule(name: string, body: string): this {
    return this.addPackage(
      name,
      `import { Auxiliary } from "@aux/core";\nexport default class extends Auxiliary {\n${body}\n}\n`,
    );
  }

  /** Adds a third-party machinery, whose machine exists in its words alone; `body` stands in its class. */
  addMachinery(name: string, body: string): this {
    const brand = 'static [Symbol.for("aux.machinery")] = 1;';
    const ended = "ended = new Promise((resolve) => { this.turnOff = resolve; });";
    const source = `export default class {\n${brand}\n${ended}\n${body}\n}\n`;
    return this.addPackage(name, source, true, "auxiliary-machinery");
  }

  /** Adds a package with the keyword and the given source. */
  addPackage(name: string, source: string, isDirect = true, keyword = "auxiliary-module"): this {
    const manifest = {
      name,
      version: "1.2.3",
      type: "module",
      exports: "./index.js",
      keywords: [keyword],
    };
    this.write(`node_modules/${name}/package.json`, JSON.stringify(manifest));
    this.write(`node_modules/${name}/index.js`, source);
    const project = JSON.parse(this.read("package.json"));
    if (isDirect) project.dependencies[name] = "1.2.3";
    this.write("package.json", JSON.stringify(project));
    return this;
  }

  /** The ids of the analyses that have a folder. */
  analyses(): string[] {
    return this.has("storage/analysis") ? readdirSync(join(this.path, "storage/analysis")) : [];
  }

  folder(id = "1"): string {
    return join(this.path, "storage/analysis", id);
  }

  record(id = "1"): AnalysisRecord {
    return JSON.parse(this.read(`storage/analysis/${id}/${RECORD_FILE}`));
  }

  /** Runs the command line in the project to its end. */
  run(...args: readonly string[]): Promise<Finished> {
    return this.start(process.execPath, [BIN_PATH, ...args]).finished;
  }

  /** Starts the command line in the project. */
  launch(...args: readonly string[]): Running {
    return this.start(process.execPath, [BIN_PATH, ...args]);
  }

  start(file: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
    const child = spawn(file, args, {
      cwd: this.path,
      env: { ...withoutColours(process.env), ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#children.add(child);
    const said = { stdout: "", stderr: "" };
    const listeners = new Set<() => void>();
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (text: string) => {
        said[name] += text;
        for (const listener of listeners) listener();
      });
    }
    const finished = new Promise<Finished>((done, fail) => {
      child.once("error", fail);
      child.once("close", (code) => {
        this.#children.delete(child);
        done({ code, ...said });
      });
    });
    const says = (text: string) =>
      new Promise<void>((heard, fail) => {
        const look = () => {
          if ((said.stdout + said.stderr).includes(text)) heard();
        };
        listeners.add(look);
        void finished.then(() => fail(new Error(`ended without saying ${text}: ${said.stderr}`)), fail);
        look();
      });
    return { child, finished, says };
  }

  /** Ends what a failed test has left running, too. */
  remove(): void {
    for (const child of this.#children) child.kill("SIGKILL");
    for (const id of this.analyses().filter((each) => this.has(`storage/analysis/${each}/control.sock`)))
      spawnSync(process.execPath, [BIN_PATH, "stop", "--now", this.folder(id)]);
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Bodies of modules that tests need again and again. */
export const BODIES = {
  working: "start() { return true; }\nstop() { return true; }",
  failing: 'start() { throw new Error("no capture device"); }\nstop() { return true; }',
  degraded: "start() { return true; }\nstop() { return false; }",
  crashing:
    'async start() { await this.tool("sh", ["-c", "echo ready; sleep 0.1; echo out of luck >&2; exit 3"], { ready: /ready/ }); return true; }\nstop() { return true; }',
} as const;

/** Whoever runs the tests may have said that they want no colours; the tests look for them. */
function withoutColours(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== "NO_COLOR"));
}
