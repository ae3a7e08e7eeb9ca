import type { ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { buildToolEnvironment, type Journal, killGroup, spawnGuarded } from "@aux/core";

/** How to run QEMU. */
export interface QemuStart {
  /** Absolute. */
  readonly file: string;
  readonly args: readonly string[];
  /** Where QEMU's words go. */
  readonly logPath: string;
  /** A file that QEMU reads on standard input. */
  readonly inputPath?: string | undefined;
  /** Beside the few variables that every QEMU gets. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Where the process is written down. */
  readonly journal?: Journal | undefined;
}

/** How QEMU ended. */
export interface QemuExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lastWords: readonly string[];
}

const LAST_WORDS = 10;

/** A QEMU that does not outlive this process, even one that is killed. */
export class QemuProcess {
  /** Resolves when the process is gone. Never rejects. */
  readonly exited: Promise<QemuExit>;
  readonly #child: ChildProcess;
  #isRunning = true;

  private constructor(child: ChildProcess, logPath: string) {
    this.#child = child;
    this.exited = new Promise((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null) => {
        this.#isRunning = false;
        this.#release();
        resolve({ code, signal, lastWords: readLastWords(logPath) });
      };
      child.once("exit", end);
      child.once("error", () => end(null, null));
    });
  }

  static start(start: QemuStart): QemuProcess {
    mkdirSync(dirname(start.logPath), { recursive: true, mode: 0o700 });
    const log = openSync(start.logPath, "a", 0o600);
    const input = start.inputPath === undefined ? undefined : openSync(start.inputPath, "r");
    try {
      writeSync(log, `${[start.file, ...start.args].map(quote).join(" ")}\n`);
      const stdio = [input ?? "ignore", log, log] as const;
      const env = buildToolEnvironment({ alsoPassedOn: ["XDG_RUNTIME_DIR"], added: start.env });
      const child = spawnGuarded(start.file, start.args, { env, stdio, journal: start.journal });
      return new QemuProcess(child, start.logPath);
    } finally {
      closeSync(log);
      if (input !== undefined) closeSync(input);
    }
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Ends it by force. */
  kill(): void {
    const { pid } = this.#child;
    if (pid !== undefined && this.#isRunning) killGroup(pid, "SIGKILL");
  }

  /** What is left of the group is its watcher; the guard's pipe is closed last. */
  #release(): void {
    const { pid } = this.#child;
    if (pid !== undefined) killGroup(pid, "SIGKILL");
    for (const stream of this.#child.stdio) stream?.destroy();
  }
}

function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Without the first line, which is the command itself. */
function readLastWords(logPath: string): readonly string[] {
  try {
    const lines = readFileSync(logPath, "utf8").split("\n").slice(1);
    return lines.filter((line) => line !== "").slice(-LAST_WORDS);
  } catch {
    return [];
  }
}
