import type { Frame } from "../src/sources/frame.ts";
import type { ScreenSource, ScreenView } from "../src/sources/screen-source.ts";

/** What one connection does: frames in order, then its end (an error) or silence. */
export type ScriptedConnection = { readonly frames: readonly Frame[]; readonly end?: Error } | Error;

/** A source that does what no real one does on request. */
export class ScriptedSource implements ScreenSource {
  readonly name = "vnc";
  readonly description = "the scripted screen";
  connections = 0;
  closed = 0;
  readonly #script: ScriptedConnection[];

  constructor(...script: readonly ScriptedConnection[]) {
    this.#script = [...script];
  }

  async connect(): Promise<ScreenView> {
    this.connections += 1;
    const next = this.#script.length > 1 ? this.#script.shift() : this.#script[0];
    if (next === undefined || next instanceof Error) throw next ?? new Error("nothing more");
    const frames = [...next.frames];
    const whole = frames.at(-1);
    return {
      nextFrame: (signal) => {
        const frame = frames.shift();
        if (frame !== undefined) return Promise.resolve(frame);
        return next.end === undefined ? untilAborted(signal) : Promise.reject(next.end);
      },
      wholeFrame: (signal) => (whole === undefined ? untilAborted(signal) : Promise.resolve(whole)),
      close: async () => {
        this.closed += 1;
      },
    };
  }

  isAbsent(): boolean {
    return true;
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = () => reject(new Error("given up"));
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
}
