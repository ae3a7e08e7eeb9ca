import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Shot } from "../src/index.ts";
import { ShotIndex } from "../src/shots/shot-index.ts";
import { ShotTaker, type ShotTakerOptions } from "../src/shots/shot-taker.ts";
import { ShotWriter } from "../src/shots/shot-writer.ts";
import { decodePng, type Picture } from "./decode-png.ts";

/** A folder for pictures, with writer and taker, gone afterwards. */
export class TemporaryShots implements AsyncDisposable {
  readonly folder: string;
  readonly writer: ShotWriter;
  readonly taker: ShotTaker;
  readonly #index: ShotIndex;

  private constructor(
    folder: string,
    index: ShotIndex,
    options: Partial<ShotTakerOptions> & { readonly maxShots?: number },
  ) {
    this.folder = folder;
    this.#index = index;
    const { maxShots = 500 } = options;
    this.writer = new ShotWriter({ folder, index, source: "vnc", beganMs: 0, maxShots });
    this.taker = new ShotTaker({ writer: this.writer, rate: 1_000, threshold: 0.2, mask: [], ...options });
  }

  static async open(
    options: Partial<ShotTakerOptions> & { readonly maxShots?: number } = {},
  ): Promise<TemporaryShots> {
    const folder = mkdtempSync(join(tmpdir(), "shots-"));
    return new TemporaryShots(folder, await ShotIndex.create(join(folder, "index.json")), options);
  }

  /** All that is in the index, once everything is written. */
  async read(): Promise<readonly Shot[]> {
    await this.writer.untilIdle();
    return JSON.parse(readFileSync(join(this.folder, "index.json"), "utf8"));
  }

  look(file: string): Picture {
    return decodePng(readFileSync(join(this.folder, file)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.writer.close();
    await this.#index.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
