import type { AuxiliaryLog, Problem, Tool, ToolOptions, Undo } from "@aux/core";

/** What of its auxiliary a capture needs. */
export interface CaptureHost {
  readonly log: AuxiliaryLog;
  /** Of the hook that runs. */
  readonly signal: () => AbortSignal;
  readonly startTool: (file: string, args: readonly string[], options: ToolOptions) => Promise<Tool>;
  readonly onCleanup: (undo: Undo) => void;
  readonly report: (problem: Problem) => void;
  readonly setFigure: (name: string, value: number | string | boolean) => void;
}

/** A capture that works, or waits for what it captures. */
export interface Capture {
  /** Ends it and says what came of it in the auxiliary's record. */
  stop(): Promise<void>;
}

/** How and when a capture began to record: a figure of the record. */
export type Armed =
  | "at start"
  | "when the interface appeared"
  | "before the machine ran"
  | "while the machine ran";

/** Writes down that packets are recorded from now on. */
export function noteArmed(host: CaptureHost, armed: Armed): void {
  host.setFigure("armed", armed);
  host.setFigure("armedAt", new Date().toISOString());
  host.log.info(`packets are recorded, armed ${armed}`);
}
