import { vi } from "vitest";

const FAKED = ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] as const;
const realImmediate = setImmediate;
const TURNS = 3;
/** Real time after which work that has no timer counts as waiting for ever. */
const PATIENCE_MS = 2_000;

/**
 * Time that passes only when nothing else can happen: a deadline of 30 s costs nothing, and it is known exactly when each
 * thing happened. Files are really written.
 */
export class VirtualTime implements Disposable {
  /** What was thrown where nobody waits. */
  readonly strays: unknown[] = [];

  constructor() {
    vi.useFakeTimers({ toFake: [...FAKED], now: 0 });
  }

  /** Lets time pass until the work is over; its failure is the caller's to see. @throws Error when time alone does not end it */
  async pass(work: Promise<unknown>): Promise<void> {
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    work.then(over, over);
    for (let since = performance.now(); !isOver; ) {
      await this.#letHappen();
      if (isOver) return;
      if (vi.getTimerCount() > 0) {
        this.#next();
        since = performance.now();
      } else if (performance.now() - since > PATIENCE_MS) {
        throw new Error("it waits for ever, without a deadline");
      }
    }
  }

  /** Lets time pass until nothing is planned any more. */
  async passAll(): Promise<void> {
    await this.#letHappen();
    while (vi.getTimerCount() > 0) {
      this.#next();
      await this.#letHappen();
    }
  }

  [Symbol.dispose](): void {
    vi.useRealTimers();
  }

  #next(): void {
    try {
      vi.advanceTimersToNextTimer();
    } catch (stray) {
      this.strays.push(stray);
    }
  }

  /** All that needs no time: promises, and the files that are being read or written. */
  async #letHappen(): Promise<void> {
    for (let quiet = 0; quiet < TURNS; ) {
      await new Promise<void>((resolve) => realImmediate(resolve));
      quiet = isReadingFiles() ? 0 : quiet + 1;
    }
  }
}

function isReadingFiles(): boolean {
  return process.getActiveResourcesInfo().some((name) => /^(FS|Close)Req/.test(name));
}
