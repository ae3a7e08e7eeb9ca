import type { Frame } from "./frame.ts";

/** The ways to a machine's screen, as `source =` names them. */
export const SOURCE_NAMES = ["vnc", "qmp", "x11"] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

/** A way to a machine's screen. Making one connects to nothing, so it may be made before the machine exists. */
export interface ScreenSource {
  readonly name: SourceName;
  /** What is looked at, for messages: `the VNC server /tmp/vm/vnc`. Never with a password. */
  readonly description: string;
  /**
   * Connects once, and fails where the screen is not there (yet); who watches the screen tries again. Bounds every wait
   * of its own. Rejects with errors that have `code` and `remedy`, where it knows better than the system.
   */
  connect(signal: AbortSignal): Promise<ScreenView>;
  /**
   * True for an error of `connect` that only says that nobody is there (yet): looking is cheap then, and is done often.
   * After any other (a wrong password, garbage) the next try comes seconds later.
   */
  isAbsent(error: unknown): boolean;
}

/**
 * One connection to a screen. One call at a time: a frame is asked for when the one before has been dealt with, so who
 * is slow gets fewer frames with more changes in each.
 */
export interface ScreenView {
  /**
   * The first time the whole screen, at once. Then whatever has changed since the frame before, as soon as something
   * has, however long that takes; after a change of resolution the whole new picture. `signal` ends the waiting, not
   * the connection. Rejects when the connection has ended.
   */
  nextFrame(signal: AbortSignal): Promise<Frame>;
  /** The whole screen as it is now, at once: the last picture before the machine is off. */
  wholeFrame(signal: AbortSignal): Promise<Frame>;
  /** Ends the connection, also in the middle of a call, which rejects then. Can be called again. Never rejects. */
  close(): Promise<void>;
}
