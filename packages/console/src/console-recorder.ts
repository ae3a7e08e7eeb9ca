import type { Socket } from "node:net";
import { BoundedFile } from "./bounded-file.ts";
import { connectConsole, tryConnectConsole } from "./connect-console.ts";

/** How long the console's last words may take once the machine is off. */
const LAST_WORDS_MS = 1_000;

/** Writes all that a serial console says into a file, byte for byte. */
export class ConsoleRecorder {
  readonly file: BoundedFile;
  readonly #over = new AbortController();
  #connecting: Promise<void> | undefined;
  #socket: Socket | undefined;
  #ended: Promise<unknown> | undefined;

  /** Makes the file. Throws what `fs` throws. */
  constructor(logPath: string, limitBytes: number) {
    this.file = new BoundedFile(logPath, limitBytes);
  }

  /** Resolves when the console is recorded, or is not there yet and waited for. */
  async start(path: string): Promise<void> {
    const socket = await tryConnectConsole(path);
    if (socket === undefined) this.#connecting = this.#connect(path);
    else this.#record(socket);
  }

  /** True once the console is recorded. */
  get isConnected(): boolean {
    return this.#socket !== undefined;
  }

  /** Waits for the end of what the console says, a second at most, and closes the file. */
  async stop(): Promise<void> {
    if (this.#ended !== undefined)
      await Promise.race([this.#ended, waitMs(LAST_WORDS_MS, this.#over.signal)]);
    await this.close();
  }

  /** At once. Can be called again. */
  async close(): Promise<void> {
    this.#over.abort();
    await this.#connecting;
    this.#socket?.destroy();
    this.file[Symbol.dispose]();
  }

  async #connect(path: string): Promise<void> {
    try {
      this.#record(await connectConsole(path, this.#over.signal));
    } catch {
      // It is over, and the console was never there.
    }
  }

  #record(socket: Socket): void {
    this.#socket = socket;
    socket.on("data", (data: Buffer) => this.file.append(data));
    this.#ended = new Promise((resolve) => socket.once("close", resolve));
    if (this.#over.signal.aborted) socket.destroy();
  }
}

function waitMs(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  });
}
