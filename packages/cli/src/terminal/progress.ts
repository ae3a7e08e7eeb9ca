import type { RunnerEvent } from "@aux/core";

/** Tells on a terminal, or in plain lines, what happens to the auxiliaries while it happens. */
export interface Progress {
  hear(event: RunnerEvent): void;
  /** A line of the command line's own: an interruption, say. */
  note(text: string): void;
  /** Nothing more is drawn. */
  end(): void;
}
