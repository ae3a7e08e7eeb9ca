import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { type DisplayName, findDisplayAddress } from "./display-name.ts";
import { LONGEST_TIMER_MS } from "./limits.ts";
import { X11Error } from "./x11-error.ts";

/**
 * Connects to a display's socket, once.
 *
 * @throws AUX_X11_UNREACHABLE, AUX_X11_TIMEOUT, AUX_X11_ABORTED
 */
export async function connectSocket(
  display: DisplayName,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  const late = AbortSignal.timeout(Math.min(timeoutMs, LONGEST_TIMER_MS));
  const socket = createConnection(findDisplayAddress(display));
  try {
    await once(socket, "connect", { signal: signal === undefined ? late : AbortSignal.any([signal, late]) });
    return socket.setNoDelay(true);
  } catch (error) {
    socket.on("error", () => {}).destroy();
    throw explain(error, display, late.aborted, signal?.aborted === true, timeoutMs);
  }
}

function explain(
  error: unknown,
  { text }: DisplayName,
  isLate: boolean,
  isAborted: boolean,
  timeoutMs: number,
): X11Error {
  if (isAborted) return new X11Error("AUX_X11_ABORTED", `display ${text}: connecting was given up`);
  if (isLate) {
    const message = `display ${text}: nobody took the connection within ${timeoutMs} ms`;
    return new X11Error("AUX_X11_TIMEOUT", message);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new X11Error("AUX_X11_UNREACHABLE", `display ${text}: ${reason}`, { cause: error });
}
