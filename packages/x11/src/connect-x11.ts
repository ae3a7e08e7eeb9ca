import type { Socket } from "node:net";
import { findCookie } from "./authority.ts";
import { connectSocket } from "./connect-socket.ts";
import { type DisplayName, parseDisplayName } from "./display-name.ts";
import { MOST_PIXELS } from "./limits.ts";
import { X11Connection } from "./x11-connection.ts";
import { X11Error } from "./x11-error.ts";
import { X11Screen } from "./x11-screen.ts";

/** How to connect, and how to look. */
export interface X11ConnectOptions {
  /** The file with the display's cookie. Default XAUTHORITY, else `.Xauthority` in the home folder. */
  readonly authorityPath?: string | undefined;
  /** Until the connection is taken, in milliseconds. Default 5,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** From then until the server has let us in, in milliseconds. Default 10,000. */
  readonly handshakeTimeoutMs?: number | undefined;
  /** Until a picture that was asked for is there, in milliseconds. Default 10,000. */
  readonly replyTimeoutMs?: number | undefined;
  /** Ends connecting; the connection that came of it stays until `close()`. */
  readonly signal?: AbortSignal | undefined;
  /** The largest screen, in pixels; each takes four bytes. Default 33,554,432 (8K fits). */
  readonly maxPixels?: number | undefined;
  /** A screen that never stands still is read so often at most, in milliseconds. Default 30. */
  readonly leastMsBetweenReads?: number | undefined;
}

/**
 * Connects to an X display (`:0`, `host:0`), once, and watches its screen.
 *
 * @throws AUX_X11_DISPLAY, AUX_X11_UNREACHABLE, AUX_X11_TIMEOUT, AUX_X11_AUTHORITY, AUX_X11_REFUSED,
 * AUX_X11_UNSUPPORTED, AUX_X11_MALFORMED, AUX_X11_CLOSED, AUX_X11_ABORTED
 */
export async function connectX11(display: string, options: X11ConnectOptions = {}): Promise<X11Screen> {
  const name = parseDisplayName(display);
  const socket = await connectSocket(name, options.connectTimeoutMs ?? 5_000, options.signal);
  const connection = new X11Connection(socket, display);
  const onAbort = () => connection.fail(new X11Error("AUX_X11_ABORTED", "connecting was given up"));
  options.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    if (options.signal?.aborted === true) onAbort();
    const { handshakeTimeoutMs = 10_000 } = options;
    return await connection.within(handshakeTimeoutMs, "AUX_X11_TIMEOUT", "the X server's answer", () =>
      enter(connection, socket, name, options),
    );
  } catch (error) {
    throw connection.fail(error);
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
  }
}

async function enter(
  connection: X11Connection,
  socket: Socket,
  name: DisplayName,
  options: X11ConnectOptions,
): Promise<X11Screen> {
  const cookie = await findCookie(name, options.authorityPath, socket.remoteAddress);
  const setup = await connection.setUp(cookie, name.screen);
  return X11Screen.watch(connection, setup, {
    replyTimeoutMs: options.replyTimeoutMs ?? 10_000,
    leastMsBetweenReads: options.leastMsBetweenReads ?? 30,
    mostPixels: options.maxPixels ?? MOST_PIXELS,
  });
}
