import { once } from "node:events";
import { createConnection, createServer, type Server, type Socket } from "node:net";

/** A client that does not read: what waits for it, in bytes, before it is cut off. */
const MOST_UNREAD_BYTES = 16 * 1024 * 1024;

/**
 * A unix socket that exists before the machine does, and at which any number of clients share its serial console: so
 * whoever connects before the machine runs misses nothing of it. What a client says goes to the machine.
 */
export class ConsoleRelay {
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  #machine: Socket | undefined;

  private constructor() {
    this.#server = createServer((client) => this.#welcome(client));
  }

  /** Opens the socket; rejects when that cannot be done. */
  static async open(path: string): Promise<ConsoleRelay> {
    const relay = new ConsoleRelay();
    relay.#server.listen(path);
    await once(relay.#server, "listening");
    relay.#server.on("error", () => {});
    return relay;
  }

  /** Connects the machine's own socket. When it ends, every client is disconnected after its last words. */
  async attach(path: string, signal: AbortSignal): Promise<void> {
    const machine = createConnection({ path });
    await once(machine, "connect", { signal });
    machine.on("error", () => {});
    machine.on("data", (bytes) => {
      for (const client of this.#clients) tell(client, bytes);
    });
    machine.once("close", () => this.#goodbye());
    this.#machine = machine;
  }

  /** Closes the socket. Can be called again. */
  async close(): Promise<void> {
    this.#machine?.destroy();
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const client of this.#clients) client.destroySoon();
    await closed;
  }

  #welcome(client: Socket): void {
    client.on("error", () => {});
    client.on("data", (bytes) => this.#machine?.write(bytes));
    client.once("close", () => this.#clients.delete(client));
    this.#clients.add(client);
    if (this.#machine?.destroyed === true) client.end();
  }

  #goodbye(): void {
    for (const client of this.#clients) client.end();
  }
}

function tell(client: Socket, bytes: Buffer): void {
  if (client.writableLength > MOST_UNREAD_BYTES) client.destroy();
  else client.write(bytes);
}
