import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { AuxiliaryError } from "@aux/core";
import type { QmpClient } from "@aux/qmp";
import { screenshotProblem } from "../../screenshot-problems.ts";
import { restBetween } from "../../time-slice.ts";
import { waitMs } from "../../wait-ms.ts";
import type { Frame } from "../frame.ts";
import type { ScreenView } from "../screen-source.ts";
import { parsePpmHead, readPpmRows } from "./parse-ppm.ts";

/** How long QEMU may take to write one picture. */
const DUMP_MS = 5_000;
const ROWS_AT_ONCE = 32;

/** A connection to QEMU's monitor: it is asked for a picture again and again. */
export class QmpView implements ScreenView {
  readonly #client: QmpClient;
  readonly #folder: string;
  readonly #everyMs: number;
  #file: Buffer = Buffer.alloc(0);
  #words = new Uint32Array(0);
  #dumpedMs = Number.NEGATIVE_INFINITY;
  #dumps = 0;

  /** @param folder private, and removed with the view */
  constructor(client: QmpClient, folder: string, everyMs: number) {
    this.#client = client;
    this.#folder = folder;
    this.#everyMs = everyMs;
  }

  async nextFrame(signal: AbortSignal): Promise<Frame> {
    for (;;) {
      await waitMs(this.#dumpedMs + this.#everyMs - performance.now(), signal);
      const file = await this.#dump(signal);
      if (!file.equals(this.#file)) return this.#read(file);
    }
  }

  async wholeFrame(signal: AbortSignal): Promise<Frame> {
    return this.#read(await this.#dump(signal));
  }

  async close(): Promise<void> {
    this.#client.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** As PPM: QEMU stands still while it compresses a PNG. */
  async #dump(signal: AbortSignal): Promise<Buffer> {
    // A picture that was given up may still be written: never two into one file.
    this.#dumps += 1;
    const path = join(this.#folder, `${this.#dumps}.ppm`);
    this.#dumpedMs = performance.now();
    await this.#client.execute("screendump", { filename: path }, { timeoutMs: DUMP_MS, signal });
    const file = await readFile(path);
    await rm(path, { force: true });
    return file;
  }

  async #read(file: Buffer): Promise<Frame> {
    const head = parsePpmHead(file);
    if (head === undefined) {
      const message = `QEMU's picture of ${file.length} bytes is no PPM file`;
      throw new AuxiliaryError(screenshotProblem("AUX_SCREENSHOT_DUMP_UNREADABLE", message));
    }
    const { width, height } = head;
    if (this.#words.length !== width * height) this.#words = new Uint32Array(width * height);
    for (let from = 0; from < height; from += ROWS_AT_ONCE) {
      const rows = { from, to: Math.min(from + ROWS_AT_ONCE, height) };
      readPpmRows(file, head, rows, this.#words);
      await restBetween();
    }
    this.#file = file;
    return { width, height, words: this.#words, changed: undefined, takenMs: this.#dumpedMs };
  }
}
