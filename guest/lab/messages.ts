import type { Isolation } from "./isolation.ts";
import type { TapFrames } from "./network.ts";
import type { ServiceEntry } from "./services/service-log.ts";

/** What the lab's process is started with. */
export interface LabOrder {
  readonly isolation: Isolation;
  readonly guests: number;
  readonly busyboxPath: string;
}

/** A command to run inside the lab. */
export interface LabCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  /** Added to the lab's environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Where its output goes. Default: where the output of this process goes. */
  readonly outputPath?: string | undefined;
}

/** How a command in the lab ended. */
export interface CommandEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** What is told to the lab's process. */
export type ToLab =
  | { readonly open: LabOrder }
  | { readonly run: LabCommand; readonly id: number }
  | { readonly signal: NodeJS.Signals; readonly id: number }
  | { readonly frames: string; readonly id: number }
  | { readonly close: true };

/** The ports where the servers listen. */
export interface LabPorts {
  readonly dns: number;
  readonly http: number;
}

/** What the lab's process says. */
export type FromLab =
  | { readonly opened: LabPorts }
  | { readonly refused: string }
  | { readonly entry: ServiceEntry }
  | { readonly ended: CommandEnd; readonly id: number }
  | { readonly frames: TapFrames; readonly id: number };
