import type { Acquired } from "./journal-event.ts";

/** Where programs and acquired things are written down, so that they can be ended and undone even after a SIGKILL. */
export interface Journal {
  /**
   * The marker that goes into a program's environment as `AUXILIARY_RUN`: children that leave its group and session
   * still have it.
   */
  buildMarker(): string;
  /**
   * A program in a group and session of its own was just started, with this marker. What outlives it and has the marker
   * is ended at the end of the run.
   *
   * @returns says that it has ended
   */
  addTool(name: string, pid: number, marker?: string): () => void;
  /** Something was just acquired that must be undone. @returns says that it was */
  addAcquired(acquired: Acquired): () => void;
}
