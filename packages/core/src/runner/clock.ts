import { performance } from "node:perf_hooks";
import type { Instant } from "../record/record.ts";

/** One clock for the whole run: wall time beside milliseconds that never jump. */
export class RunClock {
  readonly #origin = performance.now();

  now(): Instant {
    const monotonicMs = Math.round((performance.now() - this.#origin) * 1000) / 1000;
    return { wall: new Date().toISOString(), monotonicMs };
  }
}
