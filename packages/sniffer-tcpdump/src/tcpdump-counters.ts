import type { Tool } from "@aux/core";
import { findReport, type TcpdumpStatistics } from "./tcpdump-statistics.ts";

/** What of a running tcpdump is needed to ask it for its counters. */
export type AskedTool = Pick<Tool, "signal" | "onLine">;

/** Asks a running tcpdump for its counters (SIGUSR1) and keeps the answers. Only once it listens: before, it would die. */
export class TcpdumpCounters {
  readonly #tool: AskedTool;
  #asked = 0;
  #answered = 0;
  #latest: TcpdumpStatistics | undefined;

  constructor(tool: AskedTool) {
    this.#tool = tool;
    tool.onLine((line) => this.#read(line));
  }

  /** The answer that came last. */
  get latest(): TcpdumpStatistics | undefined {
    return this.#latest;
  }

  get answered(): number {
    return this.#answered;
  }

  /** Questions that may still be answered; signals that were merged into one never are. */
  get unanswered(): number {
    return Math.max(0, this.#asked - this.#answered);
  }

  /** Asks once. False when tcpdump has ended. */
  ask(): boolean {
    this.#asked += 1;
    return this.#tool.signal("SIGUSR1");
  }

  #read(line: string): void {
    const report = findReport(line);
    if (report === undefined) return;
    this.#answered += 1;
    this.#latest = report;
  }
}
