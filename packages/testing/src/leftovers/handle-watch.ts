import { type AsyncHook, createHook, executionAsyncId } from "node:async_hooks";
import { findSourceLine, type SourceLine } from "./source-line.ts";

/** A kind of handle that still keeps the event loop alive, or a listener that still hangs on `process`. */
export interface LeftoverHandle {
  /** `timer`, `TCP server`, `process.on("SIGINT")`, …; what has no such name is called as async_hooks calls it. */
  readonly type: string;
  readonly count: number;
  /** The source lines that made them, as far as they are known. */
  readonly madeAt: readonly string[];
}

const NAMES: Readonly<Record<string, string>> = {
  Timeout: "timer",
  Immediate: "immediate",
  PROCESSWRAP: "child process",
  PIPEWRAP: "pipe or local socket",
  PIPESERVERWRAP: "local socket server",
  TCPWRAP: "TCP socket",
  TCPSERVERWRAP: "TCP server",
  UDPWRAP: "UDP socket",
  FSEVENTWRAP: "file watcher",
  STATWATCHER: "file watcher",
  WORKER: "worker",
  MESSAGEPORT: "message port",
};

interface Handle {
  readonly type: string;
  readonly line: string | undefined;
  hasRef(): boolean;
}

/** What async_hooks tells of something that was just made. */
interface Made {
  readonly id: number;
  readonly type: string;
  /** The id of what it was made by. */
  readonly trigger: number;
  readonly resource: object;
}

/**
 * Watches every handle that is made from now on. Counting before and after (`process.getActiveResourcesInfo()`) is not
 * enough: a timer of the test runner that ends in between hides one that is left.
 */
export class HandleWatch {
  readonly #handles = new Map<number, Handle>();
  readonly #lines = new Map<number, string>();
  readonly #hook: AsyncHook;

  constructor() {
    const init = (id: number, type: string, trigger: number, resource: object) => {
      if (type !== "PROMISE") this.#add({ id, type, trigger, resource }, findSourceLine(init));
    };
    const destroy = (id: number) => {
      this.#handles.delete(id);
    };
    this.#hook = createHook({ init, destroy }).enable();
  }

  /** What was made since and keeps the event loop alive, by type. */
  find(): readonly LeftoverHandle[] {
    const alive = [...this.#handles.values()].filter((handle) => handle.hasRef());
    const types = new Set(alive.map(({ type }) => type));
    return [...types].map((type) => {
      const same = alive.filter((handle) => handle.type === type);
      const lines = same.flatMap(({ line }) => (line === undefined ? [] : [line]));
      return { type: NAMES[type] ?? type, count: same.length, madeAt: [...new Set(lines)] };
    });
  }

  close(): void {
    this.#hook.disable();
    this.#handles.clear();
    this.#lines.clear();
  }

  /** What Node makes in a later turn (a server after a lookup) is put down to the line that began it. */
  #add({ id, type, trigger, resource }: Made, source: SourceLine): void {
    if (source.isTestRunner) return;
    const line = source.line ?? this.#lines.get(executionAsyncId()) ?? this.#lines.get(trigger);
    if (line !== undefined) this.#lines.set(id, line);
    if (hasReference(resource)) this.#handles.set(id, { type, line, hasRef: () => resource.hasRef() });
  }
}

/** Timers, and all that libuv calls a handle; requests and the like have no reference of their own. */
function hasReference(resource: object): resource is { hasRef(): boolean } {
  return "hasRef" in resource && typeof resource.hasRef === "function";
}
