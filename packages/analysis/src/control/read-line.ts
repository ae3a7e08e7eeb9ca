import type { Socket } from "node:net";

export interface LineLimits {
  readonly maxBytes: number;
  /** Ends the wait: its reason is thrown. */
  readonly signal: AbortSignal;
}

/**
 * The first line that the other side says; undefined when it ends, or is gone, without one. Rejects when the line is
 * too long, and when the signal aborts.
 */
export function readLine(socket: Socket, { maxBytes, signal }: LineLimits): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    const end = (settle: () => void) => {
      socket.off("data", onData).off("end", onGone).off("close", onGone);
      signal.removeEventListener("abort", onAbort);
      settle();
    };
    const onGone = () => end(() => resolve(undefined));
    const onAbort = () => end(() => reject(signal.reason));
    const onData = (piece: Buffer) => {
      const at = piece.indexOf(NEWLINE);
      pieces.push(at < 0 ? piece : piece.subarray(0, at));
      bytes += pieces.at(-1)?.length ?? 0;
      if (bytes > maxBytes) end(() => reject(new Error(`a line of more than ${maxBytes} bytes`)));
      else if (at >= 0) end(() => resolve(Buffer.concat(pieces).toString("utf8")));
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort);
    socket.on("data", onData).on("end", onGone).on("close", onGone);
  });
}

const NEWLINE = 0x0a;
