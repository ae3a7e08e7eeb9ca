import { BoundedLog } from "@aux/analysis";
import type { Caller } from "./caller.ts";

/** What is said before the log is there, at most. */
const LARGEST_BACKLOG = 64 * 1024;

/**
 * All that a supervisor and its modules say: to the caller while there is one, and into a log once there is a folder.
 * This process' own standard output and error are the caller's pipes, which nobody reads later on.
 */
export class Words {
  readonly #caller: Caller;
  #backlog = "";
  #log: BoundedLog | undefined;

  constructor(caller: Caller) {
    this.#caller = caller;
    for (const stream of [process.stdout, process.stderr])
      stream.write = this.#intercept as typeof stream.write;
  }

  say(words: string): void {
    this.#caller.say(words);
    if (this.#log !== undefined) this.#log.write(words);
    else this.#backlog = (this.#backlog + words).slice(0, LARGEST_BACKLOG);
  }

  /** From now on all is kept in this file, what was said before included. */
  keep(logPath: string): void {
    if (this.#log !== undefined) return;
    this.#log = new BoundedLog(logPath);
    this.#log.write(this.#backlog);
    this.#backlog = "";
  }

  readonly #intercept = (words: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    this.say(typeof words === "string" ? words : Buffer.from(words).toString("utf8"));
    const done = rest.find((each) => typeof each === "function");
    if (typeof done === "function") process.nextTick(done as () => void);
    return true;
  };
}
