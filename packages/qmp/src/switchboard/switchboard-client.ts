import type { Socket } from "node:net";
import { LineBuffer } from "../line-buffer.ts";
import { reasonOf } from "../qmp-error.ts";
import { parseObject, type QmpGreeting, type QmpRefusal, type QmpReply } from "../qmp-message.ts";

/** What a client wants of the machine. */
export interface ForwardedCommand {
  readonly execute: string;
  readonly arguments?: unknown;
  readonly answer: (reply: QmpReply) => void;
}

/** A client that does not read: what waits for it, in bytes, before it is cut off. */
const MOST_UNREAD_BYTES = 16 * 1024 * 1024;

/** One client of a switchboard: greeted, negotiated with and answered as by QEMU's own monitor. */
export class SwitchboardClient {
  readonly #socket: Socket;
  readonly #forward: (command: ForwardedCommand) => void;
  readonly #lines = new LineBuffer();
  #hasNegotiated = false;

  constructor(socket: Socket, greeting: QmpGreeting, forward: (command: ForwardedCommand) => void) {
    this.#socket = socket;
    this.#forward = forward;
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    this.#write({ QMP: greeting });
  }

  /** Tells of an event, once the client has negotiated. */
  tell(event: object): void {
    if (this.#hasNegotiated) this.#write(event);
  }

  /** Disconnects the client after what it was already sent. */
  end(): void {
    this.#socket.end();
  }

  /** Disconnects the client at once. */
  destroy(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    try {
      for (const line of this.#lines.push(chunk)) this.#hear(line);
    } catch (error) {
      this.#refuse(undefined, { class: "GenericError", desc: reasonOf(error) });
      this.end();
    }
  }

  #hear(line: string): void {
    try {
      this.#obey(parseObject(line));
    } catch (error) {
      this.#refuse(undefined, { class: "GenericError", desc: reasonOf(error) });
    }
  }

  #obey({ id, execute, arguments: args }: Readonly<Record<string, unknown>>): void {
    const refusal = this.#findRefusal(execute);
    if (refusal !== undefined) this.#refuse(id, refusal);
    else if (execute === "qmp_capabilities") this.#negotiate(id);
    else {
      const answer = (reply: QmpReply) => this.#write(withId(id, reply));
      this.#forward({ execute: String(execute), arguments: args, answer });
    }
  }

  /** Source: QEMU Machine Protocol Specification, "Capabilities Negotiation"; the words are QEMU's. */
  #findRefusal(execute: unknown): QmpRefusal | undefined {
    if (typeof execute !== "string")
      return { class: "GenericError", desc: "QMP input lacks member 'execute'" };
    if ((execute === "qmp_capabilities") === !this.#hasNegotiated) return undefined;
    const desc = this.#hasNegotiated
      ? "Capabilities negotiation is already complete, command ignored"
      : "Expecting capabilities negotiation with 'qmp_capabilities'";
    return { class: "CommandNotFound", desc };
  }

  #negotiate(id: unknown): void {
    this.#hasNegotiated = true;
    this.#write(withId(id, { return: {} }));
  }

  #refuse(id: unknown, error: QmpRefusal): void {
    this.#write(withId(id, { error }));
  }

  #write(message: object): void {
    if (!this.#socket.writable) return;
    if (this.#socket.writableLength > MOST_UNREAD_BYTES) this.destroy();
    else this.#socket.write(`${JSON.stringify(message)}\r\n`);
  }
}

/** The client's own id, whatever it is, instead of the one under which the machine was asked. */
function withId(id: unknown, reply: QmpReply): object {
  const body = reply.error === undefined ? { return: reply.return } : { error: reply.error };
  return id === undefined ? body : { ...body, id };
}
