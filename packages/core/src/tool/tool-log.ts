import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { dirname } from "node:path";

const LARGEST_LOG_BYTES = 4 * 1024 * 1024;
const KEPT_WORDS = 20;

/** What a program said: its last 20 lines in memory, and all up to 4 MiB in a file that exists once it said something. */
export class ToolLog {
  readonly path: string | undefined;
  readonly #lastWords: string[] = [];
  #descriptor: number | undefined;
  #bytes = 0;
  #isFull = false;

  constructor(path: string | undefined) {
    this.path = path;
  }

  get lastWords(): readonly string[] {
    return [...this.#lastWords];
  }

  add(line: string): void {
    if (line.trim() !== "") this.#lastWords.push(line);
    if (this.#lastWords.length > KEPT_WORDS) this.#lastWords.shift();
    if (this.path !== undefined && !this.#isFull) this.#write(this.path, `${line}\n`);
  }

  close(): void {
    this.#isFull = true;
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  /** A log that cannot be written (a full disk) must not end the program it belongs to: it only stops growing. */
  #write(path: string, text: string): void {
    try {
      this.#descriptor ??= openLog(path);
      this.#bytes += writeSync(this.#descriptor, text);
      if (this.#bytes < LARGEST_LOG_BYTES) return;
      writeSync(this.#descriptor, "… the rest is not kept: the log is larger than 4 MiB\n");
    } catch {
      // Falls through: the log counts as full.
    }
    this.#isFull = true;
  }
}

function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return openSync(path, "a", 0o600);
}
