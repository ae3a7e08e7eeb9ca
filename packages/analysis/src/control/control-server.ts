import { createServer, type Server, type Socket } from "node:net";
import { AuxiliaryError, type Problem, reasonOf } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { bindSocket } from "./bind-socket.ts";
import {
  buildAnswerLine,
  buildRefusalLine,
  type ControlRequest,
  LARGEST_REQUEST_BYTES,
  parseRequest,
} from "./protocol.ts";
import { readLine } from "./read-line.ts";

/** How long a client may take to say what it wants, and to take its answer. */
const CLIENT_MS = 5_000;
/** Beyond them, the one that has been silent for longest goes. */
const MOST_CONNECTIONS = 128;

/** Does what was asked for, and says what is to be answered. A thrown `AuxiliaryError` is a refusal. */
export type Answerer = (request: ControlRequest) => object | Promise<object>;

/** Listens on the control socket of one run. One request and one answer per connection, bounded in size and time. */
export class ControlServer {
  readonly #server: Server;
  readonly #answer: Answerer;
  /** Those that have not said yet what they want, the oldest first. */
  readonly #silent = new Set<Socket>();
  readonly #connections = new Map<Socket, Promise<void>>();
  #remove: () => void = () => {};

  private constructor(answer: Answerer) {
    this.#answer = answer;
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
  }

  /** @throws AUX_CONTROL_FAILED */
  static async open(analysisPath: string, answer: Answerer): Promise<ControlServer> {
    const control = new ControlServer(answer);
    control.#remove = await bindSocket(control.#server, analysisPath);
    control.#server.on("error", () => {});
    return control;
  }

  /** Takes no more requests, lets those that wait have their answers, and removes the socket. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#silent) socket.destroy();
    await Promise.all(this.#connections.values());
    await closed;
    this.#remove();
  }

  #accept(socket: Socket): void {
    socket.on("error", () => {});
    if (this.#connections.size >= MOST_CONNECTIONS) this.#makeRoom();
    if (this.#connections.size >= MOST_CONNECTIONS) {
      socket.destroy();
      return;
    }
    this.#silent.add(socket);
    const served = this.#serve(socket).finally(() => {
      socket.destroy();
      this.#silent.delete(socket);
      this.#connections.delete(socket);
    });
    this.#connections.set(socket, served);
  }

  #makeRoom(): void {
    const [oldest] = this.#silent;
    if (oldest === undefined) return;
    oldest.destroy();
    this.#silent.delete(oldest);
    this.#connections.delete(oldest);
  }

  async #serve(socket: Socket): Promise<void> {
    try {
      const limits = { maxBytes: LARGEST_REQUEST_BYTES, signal: AbortSignal.timeout(CLIENT_MS) };
      const line = await readLine(socket, limits);
      this.#silent.delete(socket);
      socket.pause();
      if (line !== undefined) await send(socket, await this.#answerTo(line));
    } catch (error) {
      await send(socket, buildRefusalLine(refused(`no request was heard: ${reasonOf(error)}`)));
    }
  }

  async #answerTo(line: string): Promise<string> {
    try {
      return buildAnswerLine(await this.#answer(parseRequest(line)));
    } catch (error) {
      const [problem] = AuxiliaryError.is(error) ? error.problems : [];
      return buildRefusalLine(problem ?? refused(reasonOf(error)));
    }
  }
}

function refused(message: string): Problem {
  return analysisProblem("AUX_CONTROL_REFUSED", message);
}

/** Resolves when the answer is out, the client has gone, or its time to take it is over. */
function send(socket: Socket, line: string): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, CLIENT_MS);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    socket.once("close", end).end(line, end);
  });
}
