import type { ToolOptions } from "@aux/core";

/** How a real program behaves. */
export interface ToolBehaviour {
  readonly isWell?: boolean;
  /** A program of this host. Default: a shell that runs the script. */
  readonly file?: string;
  /** Told to the shell. */
  readonly script?: string;
  readonly options?: ToolOptions;
}

const FOREVER = "while :; do sleep 0.02; done";
const OBEYS = "trap 'exit 0' TERM";
const READY = { ready: /^ready$/, readyTimeoutMs: 5_000 } as const;

const TOOLS_BY_NAME = {
  works: { isWell: true, script: `${OBEYS}; echo ready; ${FOREVER}`, options: READY },
  "is not there": { file: "no-such-tool" },
  "ends before it is ready": { script: "echo no luck >&2; exit 3", options: READY },
  "never gets ready": { script: FOREVER, options: { ready: /^ready$/, readyTimeoutMs: 100 } },
  "ends soon": { script: "echo ready; sleep 0.05; echo no luck >&2; exit 4", options: READY },
  "is killed": { script: "echo ready; sleep 0.05; kill -KILL $$", options: READY },
  "ignores the polite signal": {
    script: `trap '' TERM INT HUP; echo ready; ${FOREVER}`,
    options: { ...READY, stopTimeoutMs: 100 },
  },
  "leaves children": {
    script: `sleep 60 & (trap '' TERM; sleep 60) & ${OBEYS}; echo ready; ${FOREVER}`,
    options: { ...READY, stopTimeoutMs: 300 },
  },
  "ends and leaves a child that holds its output": {
    script: "sleep 60 & echo ready; exit 0",
    options: READY,
  },
  "forks a daemon": {
    script: `setsid sleep 60 </dev/null >/dev/null 2>&1 & ${OBEYS}; echo ready; ${FOREVER}`,
    options: READY,
  },
  "floods its output": {
    script: `${OBEYS}; echo ready; while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done`,
    options: READY,
  },
  "says one line without end": {
    script: "echo ready; exec tr '\\0' a </dev/zero",
    options: { ...READY, stopTimeoutMs: 300 },
  },
  "closes its output": { script: `${OBEYS}; echo ready; exec >&- 2>&-; ${FOREVER}`, options: READY },
  "cannot be drained": {
    script: `${OBEYS}; echo ready; ${FOREVER}`,
    options: { ...READY, beforeStop: () => Promise.reject(new Error("no drain")) },
  },
} as const satisfies Record<string, ToolBehaviour>;

export type ToolName = keyof typeof TOOLS_BY_NAME;
export const TOOLS: Readonly<Record<ToolName, ToolBehaviour>> = TOOLS_BY_NAME;
export const TOOL_NAMES = Object.keys(TOOLS) as ToolName[];

/** A module that runs real programs, as data. */
export interface ToolModulePlan {
  readonly atStart: readonly ToolName[];
  readonly atHook: readonly ToolName[];
  readonly atStop: readonly ToolName[];
  /** The tools are started without being waited for, so that they outlast the hook that began them. */
  readonly isCareless: boolean;
  /** What follows when one of them dies. */
  readonly onCrash: "note" | "restart" | "abort";
}

/** Modules, and when the run is interrupted and then ended at once, in milliseconds of real time. */
export interface ToolLifecyclePlan {
  readonly modules: readonly ToolModulePlan[];
  readonly interruptAtMs: number | undefined;
  readonly killAfterMs: number | undefined;
}
