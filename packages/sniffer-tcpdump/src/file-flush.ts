import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { Tool } from "@aux/core";

/** What of a running tcpdump is needed to have it flush its file. */
export type FlushedTool = Pick<Tool, "pid" | "signal">;

/** With what the kernel holds back (up to a second), no packet is out of the file for longer than about 1.2 s. */
const FLUSH_EVERY_MS = 200;
/** When tcpdump was at work, or not stopped yet. */
const RETRY_MS = 20;
/** From one look to the next: so many blocks, each of which is full, or a packet that was taken by itself. */
const MANY_SLEEPS = 40;
/** How long a stop may take; on an idle host it takes a tenth of that. */
const STOP_MS = 3;

/**
 * The numbers of `poll` and `ppoll`, in which tcpdump waits for packets, and of `restart_syscall`, in which it goes on
 * waiting after it was stopped. Source: Linux, syscall_64.tbl, asm-generic/unistd.h.
 */
const POLL_NUMBERS: Readonly<Record<string, readonly string[]>> = {
  x64: ["7", "271", "219"],
  arm64: ["73", "128"],
};

/**
 * Keeps a running capture's file up to date: a reader beside it, and whoever finds it after tcpdump was killed, misses
 * what the kernel holds back and no more.
 *
 * tcpdump flushes its file on SIGUSR2, but right in the signal's handler: one that comes while a packet is being written
 * breaks the file for good. So it is stopped first, looked at, told to flush only where it waits for packets, and let go:
 * the kernel keeps packets meanwhile, for a fraction of a millisecond. Where this process may not look (an ordinary user,
 * a tcpdump with file capabilities), nothing is done, and up to 4 KiB of packets may be out of the file.
 */
export class FileFlush {
  readonly #tool: FlushedTool;
  readonly #over = new AbortController();
  readonly #flushing: Promise<void>;
  /** How often tcpdump has gone to sleep when nothing has come since the last flush. */
  #sleepsWhenIdle = -1;

  constructor(tool: FlushedTool) {
    this.#tool = tool;
    this.#flushing = this.#flush();
  }

  /** Resolves when tcpdump is let alone. May be called twice. */
  async end(): Promise<void> {
    this.#over.abort();
    await this.#flushing;
  }

  async #flush(): Promise<void> {
    let waitMs = FLUSH_EVERY_MS;
    let sleeps = 0;
    while (await this.#isDue(waitMs)) {
      const before = sleeps;
      sleeps = countSleeps(this.#tool.pid);
      if (sleeps === this.#sleepsWhenIdle) continue;
      // Its 4 KiB are filled again and again: what is in them has just come.
      if (sleeps - before > MANY_SLEEPS) continue;
      const result = flushOnce(this.#tool);
      if (result === "unable") return;
      waitMs = result === "busy" ? RETRY_MS : FLUSH_EVERY_MS;
      // Once let go, it goes to sleep once more.
      if (result !== "busy") this.#sleepsWhenIdle = result.sleeps + 1;
    }
  }

  async #isDue(waitMs: number): Promise<boolean> {
    const { signal } = this.#over;
    await sleep(waitMs, undefined, { signal, ref: false }).catch(() => {});
    return !signal.aborted;
  }
}

/**
 * Flushed, and how often it has gone to sleep until then; `busy` when it did not wait for packets; `unable` when it has
 * ended or cannot be looked at, and it is no use to try again. Never leaves it stopped, unless somebody else stopped it.
 */
export function flushOnce(tool: FlushedTool): { readonly sleeps: number } | "busy" | "unable" {
  if (isStopped(tool.pid)) return "busy";
  if (!tool.signal("SIGSTOP")) return "unable";
  try {
    if (!isStoppedSoon(tool.pid)) return "busy";
    const [number = ""] = readFileSync(`/proc/${tool.pid}/syscall`, "latin1").split(" ", 1);
    if (POLL_NUMBERS[process.arch]?.includes(number) !== true) return "busy";
    const sleeps = countSleeps(tool.pid);
    tool.signal("SIGUSR2");
    return { sleeps };
  } catch {
    return "unable";
  } finally {
    tool.signal("SIGCONT");
  }
}

/** In one turn of ours: it must not stay stopped because we are busy. */
function isStoppedSoon(pid: number): boolean {
  const end = performance.now() + STOP_MS;
  while (performance.now() < end) if (isStopped(pid)) return true;
  return false;
}

/** Source: proc(5), /proc/PID/stat: the state follows the name in brackets, which may hold anything. */
function isStopped(pid: number): boolean {
  const stat = readIfAny(`/proc/${pid}/stat`);
  return stat.charAt(stat.lastIndexOf(")") + 2) === "T";
}

/** How often a process has given up the processor by itself: each wait is one. Source: proc(5), /proc/PID/status. */
function countSleeps(pid: number): number {
  const count = /^voluntary_ctxt_switches:\s*(\d+)$/m.exec(readIfAny(`/proc/${pid}/status`))?.[1];
  return count === undefined ? Number.NaN : Number(count);
}

/** Empty when the process has ended. */
function readIfAny(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
