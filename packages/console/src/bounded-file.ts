import { closeSync, openSync, writeSync } from "node:fs";

/** A file that grows up to a limit; what comes beyond is counted. Written at once, so that nothing is lost in a crash. */
export class BoundedFile implements Disposable {
  readonly #limit: number;
  #descriptor: number | undefined;
  #written = 0;
  #dropped = 0;
  #error: Error | undefined;

  /** Makes the file, empty. `limit` in bytes. Throws what `fs` throws. */
  constructor(path: string, limit: number) {
    this.#limit = limit;
    this.#descriptor = openSync(path, "w", 0o600);
  }

  get writtenBytes(): number {
    return this.#written;
  }

  get droppedBytes(): number {
    return this.#dropped;
  }

  /** Why writing failed, when it did: all since then is dropped. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** Writes as much as there is room for. */
  append(data: Buffer): void {
    const room = this.#error === undefined ? this.#limit - this.#written : 0;
    this.#write(data.subarray(0, room));
    this.#dropped += Math.max(0, data.length - room);
  }

  /** Writes all or nothing, and nothing any more after something did not fit. */
  appendWhole(data: Buffer): boolean {
    const fits =
      this.#dropped === 0 && this.#error === undefined && this.#written + data.length <= this.#limit;
    if (fits) this.#write(data);
    else this.#dropped += data.length;
    return fits;
  }

  /** Can be called again. */
  [Symbol.dispose](): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #write(data: Buffer): void {
    if (data.length === 0) return;
    if (this.#descriptor === undefined) {
      this.#dropped += data.length;
      return;
    }
    try {
      let from = 0;
      while (from < data.length) from += writeSync(this.#descriptor, data, from);
      this.#written += data.length;
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
      this.#dropped += data.length;
    }
  }
}
