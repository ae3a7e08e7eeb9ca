import { createConnection, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const RETRY_MS = 5;

/** Connects to a unix socket, again and again until somebody listens there. Rejects when the signal aborts. */
export async function connectConsole(path: string, signal: AbortSignal): Promise<Socket> {
  for (;;) {
    signal.throwIfAborted();
    const socket = await tryConnectConsole(path);
    if (socket !== undefined) return socket;
    await sleep(RETRY_MS, undefined, { signal });
  }
}

/** Undefined when nobody listens. A unix socket answers at once, one way or the other. */
export function tryConnectConsole(path: string): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection({ path });
    socket.on("error", () => resolve(undefined));
    socket.once("connect", () => resolve(socket));
  });
}
