import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { decodePng } from "../../packages/screenshot/test/decode-png.ts";
import { PAINTED_AT } from "./painting-guest.ts";

const PROCESS_PATH = resolve(import.meta.dirname, "watcher-process.mjs");
const ORDER_TIMEOUT_MS = 60_000;
const FIRST_PICTURE_TIMEOUT_MS = 30_000;
const BYTES_PER_GREY = 3;

/** What the watching process is told. */
interface WatcherOrder {
  readonly kind: "start" | "measureDelays" | "stop";
  readonly vncPaths?: readonly string[];
  readonly folder?: string;
}

/** How it answers. */
interface WatcherAnswer {
  readonly result?: unknown;
  readonly error?: string;
}

/** What came of it. */
interface WatcherResult {
  /** 99 of 100 turns of its event loop were not later than this, in milliseconds. */
  readonly delayMs: number;
  readonly problems: readonly string[];
}

interface IndexEntry {
  readonly file: string;
}

/** A process of its own that keeps pictures of machines with @aux/screenshot, as an analysis does. */
export class Watcher implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#child = fork(PROCESS_PATH, { execArgv: [] });
  }

  /** Resolves when each machine was seen. */
  static async start(vncPaths: readonly string[], folder: string): Promise<Watcher> {
    const watcher = new Watcher(folder);
    await watcher.#order({ kind: "start", vncPaths, folder });
    const giveUpAtMs = performance.now() + FIRST_PICTURE_TIMEOUT_MS;
    while (vncPaths.some((_, index) => watcher.countPictures(index) === 0)) {
      if (performance.now() > giveUpAtMs) throw new Error("a machine was not seen");
      await delay(50);
    }
    return watcher;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  countPictures(machine = 0): number {
    return this.#readIndex(machine).length;
  }

  /** The shades of grey that the kept pictures of a machine show where the guest paints, in their order. */
  readShades(machine = 0): readonly number[] {
    return this.#readIndex(machine).map(({ file }) => {
      const { width, rgb } = decodePng(readFileSync(join(this.#folder, `${machine}`, "shots", file)));
      return rgb[(PAINTED_AT.y * width + PAINTED_AT.x) * BYTES_PER_GREY] ?? 0;
    });
  }

  async measureDelays(): Promise<void> {
    await this.#order({ kind: "measureDelays" });
  }

  async stop(): Promise<WatcherResult> {
    return (await this.#order({ kind: "stop" })) as WatcherResult;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, "exit");
    this.#child.disconnect();
    await gone;
  }

  async #order(order: WatcherOrder): Promise<unknown> {
    const answered = once(this.#child, "message", { signal: AbortSignal.timeout(ORDER_TIMEOUT_MS) });
    this.#child.send(order);
    const [{ error, result }] = (await answered) as [WatcherAnswer];
    if (error !== undefined) throw new Error(`the watching process: ${error}`);
    return result;
  }

  #readIndex(machine: number): readonly IndexEntry[] {
    const path = join(this.#folder, `${machine}`, "shots", "index.json");
    return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as readonly IndexEntry[]) : [];
  }
}
