import { type FileHandle, open } from "node:fs/promises";
import type { Shot } from "./shot.ts";

const HEAD = "[";
const TAIL = "\n]\n";
const NOT_THINNED = '"thinned":false';
/** As long, so that it takes the other's place. */
const THINNED = '"thinned":true ';

/** Where in the index a picture's entry says whether it was thinned. */
export type EntryMark = number;

/** `index.json`: an array with a line for each picture, whole JSON after each of them. */
export class ShotIndex {
  readonly #file: FileHandle;
  /** Bytes before the tail. */
  #length = HEAD.length;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Makes the file, with an empty array. Throws what `fs` throws. */
  static async create(path: string): Promise<ShotIndex> {
    const file = await open(path, "w");
    try {
      await file.write(HEAD + TAIL);
      return new ShotIndex(file);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Adds a line. When that fails the index is what it was before, and the error is thrown. */
  async add(shot: Shot): Promise<EntryMark> {
    const line = `${this.#length === HEAD.length ? "\n" : ",\n"}${JSON.stringify(shot)}`;
    const start = this.#length;
    try {
      await this.#write(line + TAIL, start);
    } catch (error) {
      await this.#file.truncate(start);
      await this.#write(TAIL, start);
      throw error;
    }
    this.#length += Buffer.byteLength(line);
    return start + Buffer.byteLength(line.slice(0, line.indexOf(NOT_THINNED)));
  }

  /** Says of a picture that its file was removed. */
  async markThinned(mark: EntryMark): Promise<void> {
    await this.#write(THINNED, mark);
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** A full disk takes a part: the next call says why. */
  async #write(text: string, position: number): Promise<void> {
    const bytes = Buffer.from(text);
    let done = 0;
    while (done < bytes.length) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }
}
