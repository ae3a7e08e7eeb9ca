import { QmpError } from "./qmp-error.ts";
import type { QmpReply } from "./qmp-message.ts";

/** One command that waits for its answer. */
interface Pending {
  readonly settle: (reply: QmpReply) => void;
  readonly fail: (error: QmpError) => void;
}

/** The commands of one connection that are not answered yet, by their ids. */
export class PendingCommands {
  readonly #pending = new Map<string, Pending>();
  #last = 0;

  get size(): number {
    return this.#pending.size;
  }

  /**
   * Sends a command under an id of its own and waits for its answer; one that comes after the deadline is ignored.
   *
   * @throws AUX_QMP_TIMEOUT, AUX_QMP_ABORTED, and what `endAll` is given
   */
  add(
    command: string,
    wait: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
    send: (id: string) => void,
  ): Promise<QmpReply> {
    const id = `q${++this.#last}`;
    const { timeoutMs, signal } = wait;
    return new Promise((resolve, reject) => {
      const forget = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
        this.#pending.delete(id);
      };
      const fail = (error: QmpError) => {
        forget();
        reject(error);
      };
      const onAbort = () => fail(new QmpError("AUX_QMP_ABORTED", `waiting for ${command} was given up`));
      const timer = setTimeout(() => fail(late(command, timeoutMs)), timeoutMs);
      const settle = (reply: QmpReply) => {
        forget();
        resolve(reply);
      };
      this.#pending.set(id, { settle, fail });
      if (signal?.aborted === true) {
        onAbort();
        return;
      }
      signal?.addEventListener("abort", onAbort, { once: true });
      try {
        send(id);
      } catch (error) {
        forget();
        throw error;
      }
    });
  }

  /** An answer to nothing that waits (any more) is ignored. */
  settle(reply: QmpReply): void {
    if (typeof reply.id === "string") this.#pending.get(reply.id)?.settle(reply);
  }

  endAll(error: QmpError): void {
    for (const { fail } of this.#pending.values()) fail(error);
  }
}

function late(command: string, timeoutMs: number): QmpError {
  return new QmpError("AUX_QMP_TIMEOUT", `QEMU did not answer ${command} within ${timeoutMs} ms`);
}
