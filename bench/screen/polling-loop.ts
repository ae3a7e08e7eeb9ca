import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";

const SCRIPT_PATH = resolve(import.meta.dirname, "polling-loop.py");
/** Debian's own: its Pillow belongs to no other Python. */
const PYTHON = "/usr/bin/python3";
const READY_TIMEOUT_MS = 30_000;

/** The loop of `polling-loop.py`, with what it has kept. */
export class PollingLoop implements AsyncDisposable {
  /** The shades of grey in the pictures that it has kept, in their order. */
  readonly shades: number[] = [];
  readonly #child: ChildProcess;

  private constructor(monitorPath: string, folder: string) {
    this.#child = spawn(PYTHON, [SCRIPT_PATH, monitorPath, folder], { stdio: ["ignore", "pipe", "inherit"] });
  }

  /** Resolves when it has looked once. */
  static async start(monitorPath: string, folder: string): Promise<PollingLoop> {
    const loop = new PollingLoop(monitorPath, folder);
    const { stdout } = loop.#child;
    if (stdout === null) throw new Error("the loop has no standard output");
    const lines = createInterface({ input: stdout });
    lines.on("line", (line) => loop.shades.push(Number(line)));
    await once(lines, "line", { signal: AbortSignal.timeout(READY_TIMEOUT_MS) });
    return loop;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await gone;
  }
}
