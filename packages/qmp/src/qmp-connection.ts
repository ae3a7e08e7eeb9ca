import type { Socket } from "node:net";
import { EventHub } from "./event-hub.ts";
import { LineBuffer } from "./line-buffer.ts";
import { PendingCommands } from "./pending-commands.ts";
import { QmpError, reasonOf } from "./qmp-error.ts";
import { parseMessage, type QmpGreeting, type QmpMessage } from "./qmp-message.ts";

/** A connected socket on which a monitor speaks, from its greeting to its end. */
export class QmpConnection {
  readonly hub = new EventHub();
  readonly pending = new PendingCommands();
  /** Rejects when what answers is no monitor, or goes before it has greeted. */
  readonly greeted: Promise<QmpGreeting>;
  /** Resolves with the reason when the connection has ended. Never rejects. */
  readonly ended: Promise<QmpError>;
  readonly #socket: Socket;
  readonly #name: string;
  readonly #lines = new LineBuffer();
  #hasGreeted = false;
  #end: QmpError | undefined;
  #greet: (greeting: QmpGreeting) => void = () => {};
  #refuse: (error: QmpError) => void = () => {};
  #markEnded: (error: QmpError) => void = () => {};

  constructor(socket: Socket, name: string) {
    this.#socket = socket;
    this.#name = name;
    this.greeted = new Promise((resolve, reject) => {
      this.#greet = resolve;
      this.#refuse = reject;
    });
    this.greeted.catch(() => {});
    this.ended = new Promise((resolve) => {
      this.#markEnded = resolve;
    });
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("error", (error) => this.end(this.#gone(reasonOf(error))));
    socket.on("close", () => this.end(this.#gone("it was closed")));
  }

  /** @throws AUX_QMP_CLOSED */
  send(message: Readonly<Record<string, unknown>>): void {
    if (this.#end !== undefined) throw this.#end;
    this.#socket.write(`${JSON.stringify(message)}\n`);
  }

  /** Ends everything that waits with the error. Only the first call counts. */
  end(error: QmpError): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    this.#socket.destroy();
    this.#refuse(error);
    this.pending.endAll(error);
    this.hub.end(error);
    this.#markEnded(error);
  }

  #read(chunk: Buffer): void {
    try {
      for (const line of this.#lines.push(chunk)) {
        if (this.#end !== undefined) return;
        this.#hear(this.#parse(line));
      }
    } catch (error) {
      const reason = error instanceof QmpError ? error : new QmpError("AUX_QMP_MALFORMED", reasonOf(error));
      this.end(new QmpError(reason.code, `${this.#name}: ${reason.message}`, { cause: error }));
    }
  }

  /** Before the greeting, whatever is not QMP shows that something else answers. */
  #parse(line: string): QmpMessage {
    if (this.#hasGreeted) return parseMessage(line);
    const message = parseFirst(line);
    if (message?.kind === "greeting") return message;
    const said = line.length > 80 ? `${line.slice(0, 80)}…` : line;
    throw new QmpError("AUX_QMP_NOT_QMP", `no QEMU monitor answers here; it said ${JSON.stringify(said)}`);
  }

  #hear(message: QmpMessage): void {
    if (message.kind === "greeting") {
      this.#hasGreeted = true;
      this.#greet(message.greeting);
    } else if (message.kind === "event") this.hub.emit(message.event);
    else this.pending.settle(message.reply);
  }

  #gone(reason: string): QmpError {
    return new QmpError("AUX_QMP_CLOSED", `the connection to the monitor at ${this.#name} ended: ${reason}`);
  }
}

function parseFirst(line: string): QmpMessage | undefined {
  try {
    return parseMessage(line);
  } catch {
    return undefined;
  }
}
