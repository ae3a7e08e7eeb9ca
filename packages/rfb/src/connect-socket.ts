import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { LONGEST_TIMER_MS } from "./limits.ts";
import { formatAddress, type RfbAddress } from "./rfb-address.ts";
import { RfbError } from "./rfb-error.ts";

const KEEP_ALIVE_MS = 30_000;

/**
 * Connects once.
 *
 * @throws AUX_RFB_UNREACHABLE, AUX_RFB_TIMEOUT, AUX_RFB_ABORTED
 */
export async function connectSocket(
  address: RfbAddress,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  const name = formatAddress(address);
  const giveUp = new AbortController();
  const end = (code: "AUX_RFB_TIMEOUT" | "AUX_RFB_ABORTED", message: string) =>
    giveUp.abort(new RfbError(code, `${name}: ${message}`));
  const onAbort = () => end("AUX_RFB_ABORTED", "connecting was given up");
  const onTimeout = () => end("AUX_RFB_TIMEOUT", `nobody took the connection within ${timeoutMs} ms`);
  const timer = setTimeout(onTimeout, Math.min(timeoutMs, LONGEST_TIMER_MS));
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted === true) onAbort();
  try {
    return await connectOnce(address, giveUp.signal);
  } catch (error) {
    if (error instanceof RfbError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new RfbError("AUX_RFB_UNREACHABLE", `${name}: ${reason}`, { cause: error });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

async function connectOnce(address: RfbAddress, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const socket = createConnection("path" in address ? address : { host: "127.0.0.1", ...address });
  const onAbort = () => socket.destroy(signal.reason as RfbError);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await once(socket, "connect");
    return socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
