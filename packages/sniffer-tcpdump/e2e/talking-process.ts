import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { relative, resolve } from "node:path";
import { createInterface } from "node:readline";

const ANSWER_MS = 20_000;
const PROJECT_PATH = resolve(import.meta.dirname, "../../..");
/**
 * Shows the project at /mnt, in the mount namespace that `ip netns exec` makes: another user may not pass the folders
 * above the project.
 */
const AT_MNT = ["sh", "-c", 'mount --bind "$0" /mnt && cd /mnt && exec "$@"', PROJECT_PATH];

/** A line of JSON that a process of a test says. */
export type Said = Readonly<Record<string, unknown>>;

/** A program of this folder, run inside a namespace, that takes and says lines of JSON. */
export class TalkingProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly #said: Said[] = [];
  readonly #waiting = new Set<() => void>();
  #stderr = "";

  constructor(namespace: string, script: string, options: { readonly as?: readonly string[] } = {}) {
    const node = [process.execPath, "--conditions=@aux/source", "--import", "tsx"];
    const path = relative(PROJECT_PATH, resolve(import.meta.dirname, script));
    const as = options.as === undefined ? [] : [...AT_MNT, ...options.as];
    this.child = spawn("ip", ["netns", "exec", namespace, ...as, ...node, `./${path}`], {
      cwd: PROJECT_PATH,
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.child.stderr?.on("data", (data: Buffer) => {
      this.#stderr += data.toString();
    });
    this.child.once("exit", () => this.#wake());
    if (this.child.stdout !== null) {
      createInterface({ input: this.child.stdout }).on("line", (line) => {
        this.#said.push(JSON.parse(line) as Said);
        this.#wake();
      });
    }
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  tell(message: object): void {
    this.child.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  /** Waits for a line with the given key, takes it and all before it. */
  async hear(key: string, answerMs = ANSWER_MS): Promise<Said> {
    const deadline = AbortSignal.timeout(answerMs);
    for (;;) {
      const index = this.#said.findIndex((said) => key in said);
      const found = this.#said.splice(0, index + 1).at(-1);
      if (found !== undefined) return found;
      if (this.child.exitCode !== null) throw new Error(`it ended without saying ${key}: ${this.#stderr}`);
      await this.#next(deadline, `${key} within ${answerMs} ms`);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await exited;
  }

  #next(deadline: AbortSignal, awaited: string): Promise<void> {
    return new Promise((resolveNext, reject) => {
      const late = () => reject(new Error(`it did not say ${awaited}: ${this.#stderr}`));
      deadline.addEventListener("abort", late, { once: true });
      this.#waiting.add(() => {
        deadline.removeEventListener("abort", late);
        resolveNext();
      });
    });
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}
