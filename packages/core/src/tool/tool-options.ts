import type { Problem } from "../errors/problem.ts";
import type { Tool } from "./tool.ts";

export interface ToolExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last 20 lines it said, oldest first. */
  readonly lastWords: readonly string[];
  /** True when it ended because it was stopped, or in a way that `mayEnd` knows. */
  readonly expected: boolean;
}

/** A line on stdout or stderr that says it, or a question asked again and again until the answer is yes. */
export type Readiness =
  | RegExp
  | {
      readonly check: () => boolean | Promise<boolean>;
      /** Milliseconds between two questions. Default 50. */
      readonly everyMs?: number;
    };

export interface ToolOptions {
  /** Names the tool and its log. Default: the file's name. */
  readonly name?: string;
  /** When the tool works. Default: as soon as it runs. */
  readonly ready?: Readiness;
  /** Default 10,000. */
  readonly readyTimeoutMs?: number;
  /** The polite signal. Default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** How long the polite signal may take before SIGKILL. Default 5,000. */
  readonly stopTimeoutMs?: number;
  /** Called before the polite signal while the tool still runs, for example to drain what it holds. Brings its own deadline. */
  readonly beforeStop?: (tool: Tool) => Promise<void>;
  readonly cwd?: string;
  /** Added to the reduced environment that tools get. */
  readonly env?: Readonly<Record<string, string>>;
  /** True for an end by itself that is no crash, for example because what it recorded is over. */
  readonly mayEnd?: (exit: ToolExit) => boolean;
  /** Says why the tool died, out of its last words; undefined when it is nothing known. */
  readonly explain?: (exit: ToolExit) => Problem | undefined;
  /** The command that installs the tool, shown when it is missing. */
  readonly installHint?: string;
}
