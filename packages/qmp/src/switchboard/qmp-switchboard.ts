import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { QmpClient } from "../qmp-client.ts";
import { QmpError, reasonOf } from "../qmp-error.ts";
import type { QmpGreeting } from "../qmp-message.ts";
import { type ForwardedCommand, SwitchboardClient } from "./switchboard-client.ts";

/** How many commands of all clients may wait for the machine or for its answer. */
export const MOST_UNANSWERED_COMMANDS = 256;

/** Before the machine exists its version is not known. */
const NO_VERSION: QmpGreeting = {
  version: { qemu: { major: 0, minor: 0, micro: 0 }, package: "switchboard" },
  capabilities: [],
};

/** Clients' commands have their own deadlines at their own ends: here, what a timer can hold. */
const LONGEST_MS = 2_147_483_647;
const QUEUED_MS = 5_000;
/** Longest path of a unix socket, in bytes, without the NUL at its end. Source: unix(7). */
const LONGEST_PATH_BYTES = 107;

/** How long the commands that wait for the machine may take. */
export interface QmpAttachOptions {
  /** In milliseconds. Default 5,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * A unix socket that exists before the machine does, and at which any number of QMP clients share the one connection
 * that QEMU's monitor takes. Commands are forwarded and answered to whoever asked; events go to all. Commands that come
 * before the machine wait for it. Out-of-band commands and file descriptors are not passed on.
 */
export class QmpSwitchboard implements AsyncDisposable {
  /** The socket's path. */
  readonly path: string;
  readonly #server: Server;
  readonly #clients = new Set<SwitchboardClient>();
  readonly #queue: ForwardedCommand[] = [];
  #machine: QmpClient | undefined;
  #isOver = false;
  #unanswered = 0;

  private constructor(path: string) {
    this.path = path;
    this.#server = createServer((socket) => this.#welcome(socket));
  }

  /**
   * Opens the socket: clients may connect from now on.
   *
   * @throws AUX_QMP_SWITCHBOARD_FAILED
   */
  static async open(path: string): Promise<QmpSwitchboard> {
    const bytes = Buffer.byteLength(path);
    if (bytes > LONGEST_PATH_BYTES)
      throw failed(path, `its path has ${bytes} bytes; ${LONGEST_PATH_BYTES} are allowed`);
    const switchboard = new QmpSwitchboard(path);
    try {
      switchboard.#server.listen(path);
      await once(switchboard.#server, "listening");
    } catch (error) {
      throw failed(path, reasonOf(error), error);
    }
    switchboard.#server.on("error", () => {});
    return switchboard;
  }

  /** How many clients are connected. */
  get clientCount(): number {
    return this.#clients.size;
  }

  /**
   * Connects the machine: what waited for it is delivered in order. Resolves when all of that is answered, so that the
   * machine may be let run. When the machine's monitor goes, every client is answered and disconnected.
   *
   * @throws AUX_QMP_QUEUED_LATE
   */
  async attach(machine: QmpClient, options: QmpAttachOptions = {}): Promise<void> {
    this.#machine = machine;
    machine.on("*", (event) => {
      for (const client of this.#clients) client.tell(event);
    });
    void machine.ended.then(() => this.#over());
    const queued = this.#queue.splice(0);
    const answered = queued.map((command) => this.#deliver(machine, command));
    await untilAnswered(answered, queued, options.timeoutMs ?? QUEUED_MS);
  }

  /** Closes the socket and disconnects every client. What waits is answered with an error. Can be called again. */
  async close(): Promise<void> {
    this.#over();
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const client of this.#clients) client.destroy();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #welcome(socket: Socket): void {
    const greeting =
      this.#machine === undefined ? NO_VERSION : { ...this.#machine.greeting, capabilities: [] };
    const client = new SwitchboardClient(socket, greeting, (command) => this.#take(command));
    this.#clients.add(client);
    socket.once("close", () => this.#clients.delete(client));
    if (this.#isOver) client.end();
  }

  #take(command: ForwardedCommand): void {
    const obstacle = this.#findObstacle();
    if (obstacle !== undefined) {
      refuse(command, obstacle);
      return;
    }
    this.#unanswered += 1;
    if (this.#machine === undefined) this.#queue.push(command);
    else void this.#deliver(this.#machine, command);
  }

  #findObstacle(): string | undefined {
    if (this.#isOver) return "the machine is off";
    if (this.#unanswered < MOST_UNANSWERED_COMMANDS) return undefined;
    return `${MOST_UNANSWERED_COMMANDS} commands wait for the machine already`;
  }

  async #deliver(machine: QmpClient, command: ForwardedCommand): Promise<void> {
    try {
      command.answer(await machine.request(command.execute, command.arguments, { timeoutMs: LONGEST_MS }));
    } catch (error) {
      refuse(command, `the machine did not answer: ${reasonOf(error)}`);
    } finally {
      this.#unanswered -= 1;
    }
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const command of this.#queue.splice(0)) refuse(command, "there was no machine to answer");
    // What the end has left unanswered is answered in this turn of the event loop, before the goodbye.
    setImmediate(() => {
      for (const client of this.#clients) client.end();
    });
  }
}

function refuse(command: ForwardedCommand, desc: string): void {
  command.answer({ error: { class: "GenericError", desc } });
}

async function untilAnswered(
  answered: readonly Promise<void>[],
  queued: readonly ForwardedCommand[],
  timeoutMs: number,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const names = queued.map(({ execute }) => execute).join(", ");
    const message = `QEMU did not answer within ${timeoutMs} ms what waited for the machine: ${names}`;
    timer = setTimeout(() => reject(new QmpError("AUX_QMP_QUEUED_LATE", message)), timeoutMs);
  });
  try {
    await Promise.race([Promise.all(answered), late]);
  } finally {
    clearTimeout(timer);
  }
}

function failed(path: string, reason: string, cause?: unknown): QmpError {
  return new QmpError("AUX_QMP_SWITCHBOARD_FAILED", `cannot open the socket ${path}: ${reason}`, { cause });
}
