import type { QmpEvent } from "@aux/qmp";
import { BoundedFile } from "./bounded-file.ts";

/** What a guest can make happen has no end: about 50,000 events. */
const LONGEST_LOG_BYTES = 8 * 1024 * 1024;
const MICROSECONDS = 1_000;

/** A line of `qmp-events.jsonl`. */
export interface LoggedEvent {
  /** QEMU's wall clock, ISO 8601, UTC. */
  readonly wall: string;
  /** Milliseconds since the module's start, when the event was heard; never jumps. */
  readonly monotonicMs: number;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Writes each event as a line of JSON and counts them by name. */
export class EventLog {
  readonly file: BoundedFile;
  readonly counts = new Map<string, number>();
  readonly #beganMs: number;

  constructor(path: string, beganMs: number) {
    this.file = new BoundedFile(path, LONGEST_LOG_BYTES);
    this.#beganMs = beganMs;
  }

  add({ event, data, timestamp }: QmpEvent): void {
    this.counts.set(event, (this.counts.get(event) ?? 0) + 1);
    const wall = toWall(timestamp);
    const monotonicMs = Math.round((performance.now() - this.#beganMs) * 1000) / 1000;
    const line: LoggedEvent = { wall, monotonicMs, event, data };
    this.file.appendWhole(Buffer.from(`${JSON.stringify(line)}\n`));
  }
}

/** QEMU may have no time to give: it says -1 then. */
function toWall({ seconds, microseconds }: QmpEvent["timestamp"]): string {
  const ms = seconds * 1000 + Math.floor(microseconds / MICROSECONDS);
  return new Date(ms > 0 ? ms : Date.now()).toISOString();
}
