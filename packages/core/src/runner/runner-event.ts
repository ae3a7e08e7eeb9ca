import type { Problem } from "../errors/problem.ts";
import type { AuxiliaryRecord, Phase } from "../record/record.ts";

/** What a runner tells while it runs: for progress on a terminal, for an orchestrator's own log. */
export type RunnerEvent =
  | { readonly type: "auxiliary"; readonly auxiliary: AuxiliaryRecord }
  | { readonly type: "problem"; readonly auxiliary?: string; readonly problem: Problem }
  | { readonly type: "phase"; readonly phase: Phase }
  | { readonly type: "log"; readonly auxiliary: string; readonly level: LogLevel; readonly message: string };

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Hears of events. What it throws is ignored: whoever watches a run must not break it. */
export type RunnerObserver = (event: RunnerEvent) => void;
