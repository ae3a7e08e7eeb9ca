import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a scripted server does with a connection. */
export type ServerScript = (socket: Socket) => void;

/** A server on a unix socket that says what a test wants it to say, over a real connection. */
export class ScriptedServer implements AsyncDisposable {
  readonly path: string;
  /** All that clients have sent. */
  readonly received: Buffer[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), "rfb-"));
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(script: ServerScript) {
    this.path = join(this.#folder, "vnc.sock");
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => this.#sockets.delete(socket));
      socket.on("data", (bytes) => this.received.push(bytes));
      script(socket);
    });
  }

  static async start(script: ServerScript): Promise<ScriptedServer> {
    const server = new ScriptedServer(script);
    await new Promise<void>((resolve) => server.#server.listen(server.path, resolve));
    return server;
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#sockets.size;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
