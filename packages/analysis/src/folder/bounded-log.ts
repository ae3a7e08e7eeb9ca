import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const LARGEST_LOG_BYTES = 4 * 1024 * 1024;

/**
 * A log file of mode 0600 that exists once something was said and grows up to 4 MiB. One that cannot be written (a full
 * disk) must not end what it belongs to: it only stops growing.
 */
export class BoundedLog {
  readonly #path: string;
  #descriptor: number | undefined;
  #room = LARGEST_LOG_BYTES;

  constructor(path: string) {
    this.#path = path;
  }

  write(words: string | Uint8Array): void {
    const bytes = Buffer.from(words);
    if (this.#room <= 0 || bytes.length === 0) return;
    const isLast = bytes.length >= this.#room;
    try {
      this.#descriptor ??= openLog(this.#path);
      writeSync(this.#descriptor, bytes.subarray(0, this.#room));
      if (isLast) writeSync(this.#descriptor, FULL);
      this.#room -= bytes.length;
    } catch {
      this.#room = 0;
    }
    if (this.#room <= 0) this.close();
  }

  /** What comes afterwards is not kept. */
  close(): void {
    this.#room = 0;
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

const FULL = "\n… the rest is not kept: the log is larger than 4 MiB\n";

function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return openSync(path, "a", 0o600);
}
