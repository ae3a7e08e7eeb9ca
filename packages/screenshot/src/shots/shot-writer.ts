import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Rectangle } from "../picture/rectangle.ts";
import { buildPng } from "../png/build-png.ts";
import { LineRoom } from "../png/line-room.ts";
import type { SourceName } from "../sources/screen-source.ts";
import { buildEntry } from "./build-entry.ts";
import { chooseThinned } from "./choose-thinned.ts";
import type { ShotReason } from "./shot.ts";
import type { EntryMark, ShotIndex } from "./shot-index.ts";
import { writeWhole } from "./write-whole.ts";

/** Pictures that may wait to be written: one is being compressed while the next is on its way to the disk. */
const MOST_WAITING = 2;

/** A picture on its way to the disk. */
export interface TakenShot {
  readonly width: number;
  readonly height: number;
  readonly scanLines: Buffer;
  readonly reason: ShotReason;
  readonly takenMs: number;
  readonly changed: Rectangle | undefined;
}

export interface ShotWriterOptions {
  /** The folder, which is there. */
  readonly folder: string;
  readonly index: ShotIndex;
  readonly source: SourceName;
  /** When the module began, on `performance.now()`. */
  readonly beganMs: number;
  /** With more pictures, older ones are removed evenly. */
  readonly maxShots: number;
}

interface WrittenShot {
  readonly number: number;
  readonly file: string;
  readonly mark: EntryMark;
}

/** Writes pictures one after the other, beside whatever else goes on; keeps at most so many. */
export class ShotWriter {
  /** Where the scan lines of pictures are to be; each is given back when its picture is compressed. */
  readonly room = new LineRoom();
  readonly #options: ShotWriterOptions;
  readonly #written: WrittenShot[] = [];
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;
  #taken = 0;
  #thinned = 0;
  #unwritten = 0;
  #error: Error | undefined;
  #isOver = false;

  constructor(options: ShotWriterOptions) {
    this.#options = options;
  }

  /** Names of the files that are there, oldest first. */
  get files(): readonly string[] {
    return this.#written.map(({ file }) => file);
  }

  /** How many were given to it, removed again, and not written. */
  get counts(): { readonly taken: number; readonly thinned: number; readonly unwritten: number } {
    return { taken: this.#taken, thinned: this.#thinned, unwritten: this.#unwritten };
  }

  /** Why the first that was not written was not. */
  get error(): Error | undefined {
    return this.#error;
  }

  get hasRoom(): boolean {
    return this.#waiting < MOST_WAITING;
  }

  /** Resolves when all that was added has been dealt with. */
  untilIdle(): Promise<void> {
    return this.#queue;
  }

  /** Adds a picture. Resolves at once while there is room, else when there is; never rejects. */
  async add(shot: TakenShot): Promise<void> {
    this.#taken += 1;
    this.#waiting += 1;
    const number = this.#taken;
    const done = this.#queue.then(() => this.#tryWrite(shot, number));
    const before = this.#queue;
    this.#queue = done;
    if (!this.hasRoom) await before;
  }

  /** Ends with the picture that is being written; those that wait are given up. Never rejects. */
  async close(): Promise<void> {
    this.#isOver = true;
    await this.#queue;
  }

  async #tryWrite(shot: TakenShot, number: number): Promise<void> {
    try {
      if (this.#isOver) throw new Error("there was no more time");
      this.#written.push(await this.#write(shot, number));
      await this.#thin();
    } catch (error) {
      this.#unwritten += 1;
      this.#error ??= error instanceof Error ? error : new Error(String(error));
    } finally {
      this.#waiting -= 1;
    }
  }

  async #write({ scanLines, ...shot }: TakenShot, number: number): Promise<WrittenShot> {
    const { folder, index, source, beganMs } = this.#options;
    const file = `${String(number).padStart(4, "0")}.png`;
    const path = join(folder, file);
    const parts = await buildPng(shot, scanLines);
    this.room.giveBack(scanLines);
    await writeWhole(path, parts);
    try {
      return { number, file, mark: await index.add(buildEntry(shot, { file, parts, source, beganMs })) };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  /** First the index says it, then the file goes: what the index calls there is there. */
  async #thin(): Promise<void> {
    const { folder, index, maxShots } = this.#options;
    while (this.#written.length > maxShots) {
      const at = chooseThinned(this.#written.map(({ number }) => number));
      const [shot] = at === undefined ? [] : this.#written.splice(at, 1);
      if (shot === undefined) return;
      await index.markThinned(shot.mark);
      await rm(join(folder, shot.file), { force: true });
      this.#thinned += 1;
    }
  }
}
