import { createConnection, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { formatAddress, type QmpAddress } from "./qmp-address.ts";
import { QmpError, reasonOf } from "./qmp-error.ts";

/** Nobody is there yet: the machine may still be coming up. */
const NOT_YET = new Set(["ENOENT", "ECONNREFUSED", "ECONNRESET"]);
const RETRY_MS = 5;

/**
 * Connects, and tries again as long as nobody listens, until the signal aborts.
 *
 * @throws AUX_QMP_UNREACHABLE
 */
export async function connectSocket(address: QmpAddress, signal: AbortSignal): Promise<Socket> {
  let reason: string | undefined;
  while (!signal.aborted) {
    try {
      return await connectOnce(address, signal);
    } catch (error) {
      // Of a try that the deadline cut off, the one before says more.
      if (!signal.aborted || reason === undefined) reason = reasonOf(error);
      if (!isNotYet(error)) break;
      await delay(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }
  const message = `no monitor could be reached at ${formatAddress(address)}: ${reason ?? "there was no time to try"}`;
  throw new QmpError("AUX_QMP_UNREACHABLE", message);
}

function connectOnce(address: QmpAddress, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection("path" in address ? address : { host: "127.0.0.1", ...address });
    const end = (error?: Error) => {
      signal.removeEventListener("abort", onAbort);
      socket.removeAllListeners();
      if (error === undefined) return resolve(socket);
      socket.on("error", () => {});
      socket.destroy();
      return reject(error);
    };
    const onAbort = () => end(new Error("the connection was not taken in time"));
    signal.addEventListener("abort", onAbort);
    socket.once("connect", () => end());
    socket.once("error", end);
  });
}

function isNotYet(error: unknown): boolean {
  return error instanceof Error && "code" in error && NOT_YET.has(String(error.code));
}
