import type { Duplex } from "node:stream";
import { connectSocket } from "./connect-socket.ts";
import { DEFAULT_ENCODINGS, type RfbEncoding } from "./encodings/encoding-numbers.ts";
import { type Agreement, shakeHands } from "./handshake/handshake.ts";
import { MOST_PIXELS } from "./limits.ts";
import { Screen } from "./picture/screen.ts";
import { formatAddress, type RfbAddress } from "./rfb-address.ts";
import { RfbClient } from "./rfb-client.ts";
import { RfbConnection } from "./rfb-connection.ts";
import { RfbError } from "./rfb-error.ts";

/** How to connect, and what to ask of the server. */
export interface RfbConnectOptions {
  /** For VNC authentication; only its first eight bytes count. A server that wants none gets none. */
  readonly password?: string | undefined;
  /** Whether other clients may stay connected. Default true. */
  readonly isShared?: boolean | undefined;
  /** Until the connection is taken, in milliseconds. Default 5,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** From then until the handshake is over, in milliseconds. Default 10,000. */
  readonly handshakeTimeoutMs?: number | undefined;
  /** For one message of the server, from its first byte until it is painted, in milliseconds. Default 30,000. */
  readonly messageTimeoutMs?: number | undefined;
  /** Ends connecting; the connection that came of it stays until `close()`. */
  readonly signal?: AbortSignal | undefined;
  /** What to ask for, the most wanted first. Default all; without `cursor` servers paint theirs into the picture. */
  readonly encodings?: readonly RfbEncoding[] | undefined;
  /** The largest screen, in pixels; each takes four bytes. Default 33,554,432 (8K fits). */
  readonly maxPixels?: number | undefined;
  /**
   * Sends an empty clipboard so often, in milliseconds; 250 keeps QEMU's server from looking ever more rarely at a
   * screen that is still. Default: never.
   */
  readonly keepAwakeEveryMs?: number | undefined;
}

/**
 * Connects to a VNC server, once, and is let in.
 *
 * @throws AUX_RFB_UNREACHABLE, AUX_RFB_TIMEOUT, AUX_RFB_NOT_RFB, AUX_RFB_REFUSED, AUX_RFB_PASSWORD_MISSING,
 * AUX_RFB_PASSWORD_REFUSED, AUX_RFB_SECURITY_UNSUPPORTED, AUX_RFB_SCREEN_SIZE, AUX_RFB_TOO_LONG, AUX_RFB_CLOSED,
 * AUX_RFB_ABORTED
 */
export async function connectRfb(address: RfbAddress, options: RfbConnectOptions = {}): Promise<RfbClient> {
  const socket = await connectSocket(address, options.connectTimeoutMs ?? 5_000, options.signal);
  return startRfb(socket, formatAddress(address), options);
}

/** The same over a stream that is connected already. */
export async function startRfb(
  stream: Duplex,
  name: string,
  options: RfbConnectOptions = {},
): Promise<RfbClient> {
  const connection = new RfbConnection(stream, name);
  const onAbort = () => connection.fail(new RfbError("AUX_RFB_ABORTED", "connecting was given up"));
  options.signal?.addEventListener("abort", onAbort, { once: true });
  try {
    if (options.signal?.aborted === true) onAbort();
    const agreement = await agree(connection, options);
    const screen = new Screen(agreement.width, agreement.height, options.maxPixels ?? MOST_PIXELS);
    return new RfbClient(connection, agreement, screen, {
      encodings: options.encodings ?? DEFAULT_ENCODINGS,
      messageTimeoutMs: options.messageTimeoutMs ?? 30_000,
      keepAwakeEveryMs: options.keepAwakeEveryMs,
    });
  } catch (error) {
    throw connection.fail(error);
  } finally {
    options.signal?.removeEventListener("abort", onAbort);
  }
}

async function agree(connection: RfbConnection, options: RfbConnectOptions): Promise<Agreement> {
  let awaited = "the server's version";
  const waitFor = (what: string) => {
    awaited = what;
  };
  const { password, isShared = true, handshakeTimeoutMs = 10_000 } = options;
  return connection.within(
    handshakeTimeoutMs,
    "AUX_RFB_TIMEOUT",
    () => awaited,
    () => shakeHands(connection, { password, isShared, waitFor }),
  );
}
