import { createConnection, type Socket } from "node:net";
import { formatAddress, type RfbAddress } from "./rfb-address.ts";
import { RfbError } from "./rfb-error.ts";

const KEEP_ALIVE_MS = 30_000;

/**
 * Connects once.
 *
 * @throws AUX_RFB_UNREACHABLE, AUX_RFB_TIMEOUT, AUX_RFB_ABORTED
 */
export function connectSocket(
  address: RfbAddress,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  const name = formatAddress(address);
  const give = (code: "AUX_RFB_UNREACHABLE" | "AUX_RFB_TIMEOUT" | "AUX_RFB_ABORTED", message: string) =>
    new RfbError(code, `${name}: ${message}`);
  if (signal?.aborted === true) return Promise.reject(give("AUX_RFB_ABORTED", "connecting was given up"));
  return new Promise((resolve, reject) => {
    const socket = createConnection("path" in address ? address : { host: "127.0.0.1", ...address });
    const end = (error?: RfbError) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      socket.removeAllListeners("error").removeAllListeners("connect");
      if (error === undefined) return resolve(prepare(socket));
      socket.on("error", () => {}).destroy();
      return reject(error);
    };
    const onAbort = () => end(give("AUX_RFB_ABORTED", "connecting was given up"));
    const onTimeout = () => end(give("AUX_RFB_TIMEOUT", `nobody took the connection within ${timeoutMs} ms`));
    const timer = setTimeout(onTimeout, timeoutMs);
    signal?.addEventListener("abort", onAbort, { once: true });
    socket.once("connect", () => end());
    socket.once("error", (error) => end(give("AUX_RFB_UNREACHABLE", error.message)));
  });
}

function prepare(socket: Socket): Socket {
  return socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
}
