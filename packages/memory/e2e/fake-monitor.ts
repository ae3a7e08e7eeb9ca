import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";

/** What a monitor is told. */
export interface MonitorOrder {
  readonly execute: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
}

/** A monitor that does what the real one will not: says what the test wants to each command. */
export class FakeMonitor implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** `answer` gives what follows the empty reply: events, or "hang up". */
  static async open(
    path: string,
    answer: (order: MonitorOrder) => readonly object[] | "hang up",
  ): Promise<FakeMonitor> {
    const monitor = new FakeMonitor(createServer((socket) => monitor.#serve(socket, answer)));
    monitor.#server.listen(path);
    await once(monitor.#server, "listening");
    return monitor;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((closed) => this.#server.close(closed));
  }

  #serve(socket: Socket, answer: (order: MonitorOrder) => readonly object[] | "hang up"): void {
    this.#sockets.add(socket);
    const say = (message: object) => socket.write(`${JSON.stringify(message)}\n`);
    socket.on("error", () => {});
    say({ QMP: { version: {}, capabilities: [] } });
    createInterface({ input: socket }).on("line", (line) => {
      const { id, ...order } = JSON.parse(line) as MonitorOrder & { readonly id: string };
      say({ return: {}, id });
      const more = order.execute === "qmp_capabilities" ? [] : answer(order);
      if (more === "hang up") socket.end();
      else for (const event of more) say(event);
    });
  }
}
