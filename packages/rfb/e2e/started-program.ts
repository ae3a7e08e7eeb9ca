import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";

const READY_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 5_000;

/** A program that runs during a test, with a folder of its own; both are gone afterwards. */
export class StartedProgram implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), "rfb-e2e-"));
  #child: ChildProcess | undefined;
  #said = "";

  /** Starts it; the third of its streams says on which display it works, if it is an X server. */
  start(file: string, args: readonly string[]): this {
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe", "pipe"] });
    child.stdout?.on("data", (text) => {
      this.#said += String(text);
    });
    child.stderr?.on("data", (text) => {
      this.#said += String(text);
    });
    child.on("error", (error) => {
      this.#said += error.message;
    });
    this.#child = child;
    return this;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Its display, once it is ready, for `-displayfd 3`. */
  async display(): Promise<string> {
    const numbers = this.#child?.stdio[3] as Readable;
    const [text] = (await once(numbers, "data", { signal: AbortSignal.timeout(READY_TIMEOUT_MS) })) as [
      Buffer,
    ];
    return `:${text.toString().trim()}`;
  }

  /** Waits for a file that it makes, such as its socket. */
  async made(path: string): Promise<string> {
    const endsAtMs = performance.now() + READY_TIMEOUT_MS;
    while (!existsSync(path)) {
      const isLate = performance.now() > endsAtMs;
      if (isLate || this.#child?.exitCode !== null) throw new Error(`${path} was not made: ${this.#said}`);
      await delay(10);
    }
    return path;
  }

  kill(): void {
    this.#child?.kill("SIGKILL");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child;
    if (
      child !== undefined &&
      child.exitCode === null &&
      child.signalCode === null &&
      child.pid !== undefined
    ) {
      const exited = once(child, "exit");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
      child.kill("SIGTERM");
      await exited;
      clearTimeout(timer);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs a program of X to its end. */
export function runOnDisplay(display: string, file: string, ...args: readonly string[]): string {
  const env = { ...process.env, DISPLAY: display };
  return execFileSync(file, args, {
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 10_000,
  });
}
