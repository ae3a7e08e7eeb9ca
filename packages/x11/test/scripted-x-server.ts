import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import {
  buildSetupAnswer,
  DAMAGE_EVENT,
  DAMAGE_OPCODE,
  refusal,
  reply,
  type SetupFaults,
} from "./x-bytes.ts";

/** A request as it came; `sequence` is the number of its reply. */
export interface XRequest {
  readonly opcode: number;
  readonly bytes: Buffer;
  readonly sequence: number;
}

/** What a server does differently from a healthy one; undefined: what a healthy one does. */
export interface XServerScript extends SetupFaults {
  readonly onConnect?: (socket: Socket) => void;
  readonly setup?: Buffer;
  readonly answer?: (request: XRequest, server: ScriptedXServer) => Buffer | undefined;
  /** Spoils what is sent. */
  readonly spoil?: (bytes: Buffer) => Buffer;
}

const [GET_GEOMETRY, GET_IMAGE, QUERY_EXTENSION] = [14, 73, 98];
const BAD_MATCH = 8;
const FIRST_PORT = 6000;

/** An X server over TCP that has one screen, filled with `pixel`, and says what a test wants it to say. */
export class ScriptedXServer implements AsyncDisposable {
  width = 60;
  height = 40;
  /** As the server writes it: blue, green, red, unused. */
  pixel = Buffer.from([3, 2, 1, 0]);
  readonly requests: XRequest[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #script: XServerScript;

  private constructor(script: XServerScript) {
    this.#script = script;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(script: XServerScript = {}): Promise<ScriptedXServer> {
    const server = new ScriptedXServer(script);
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get display(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port - FIRST_PORT}`;
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** Sends something unasked. */
  send(bytes: Buffer): void {
    for (const socket of this.#sockets) socket.write(this.#script.spoil?.(bytes) ?? bytes);
  }

  /** Ends all connections. */
  drop(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** What a healthy server replies. */
  answerWell({ opcode, bytes, sequence }: XRequest): Buffer {
    if (opcode === QUERY_EXTENSION) return reply(sequence, Buffer.from([1, DAMAGE_OPCODE, DAMAGE_EVENT, 0]));
    if (opcode === GET_GEOMETRY) return reply(sequence, this.#geometry());
    if (opcode === GET_IMAGE) return this.#image(bytes, sequence);
    const isVersion = opcode === DAMAGE_OPCODE && bytes.readUInt8(1) === 0;
    return isVersion ? reply(sequence, Buffer.from([1, 0, 0, 0, 1, 0, 0, 0])) : Buffer.alloc(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.drop();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
    if (this.#script.onConnect !== undefined) {
      socket.resume();
      this.#script.onConnect(socket);
      return;
    }
    let waiting = Buffer.alloc(0);
    let sequence = -1;
    socket.on("data", (chunk) => {
      waiting = Buffer.concat([waiting, chunk]);
      for (
        let bytes = measure(waiting, sequence);
        bytes <= waiting.length;
        bytes = measure(waiting, sequence)
      ) {
        sequence += 1;
        this.#answer(socket, waiting.subarray(0, bytes), sequence);
        waiting = waiting.subarray(bytes);
      }
    });
  }

  #answer(socket: Socket, bytes: Buffer, sequence: number): void {
    const request = { opcode: bytes.readUInt8(0), bytes, sequence };
    const setup = this.#script.setup ?? buildSetupAnswer(this.#script);
    const answer =
      sequence === 0 ? setup : (this.#script.answer?.(request, this) ?? this.answerWell(request));
    if (sequence > 0) this.requests.push(request);
    if (answer.length > 0) socket.write(this.#script.spoil?.(answer) ?? answer);
  }

  #geometry(): Buffer {
    const detail = Buffer.alloc(12);
    detail.writeUInt16LE(this.width, 8);
    detail.writeUInt16LE(this.height, 10);
    return detail;
  }

  #image(bytes: Buffer, sequence: number): Buffer {
    const [x, y, width, height] = [8, 10, 12, 14].map((at) => bytes.readUInt16LE(at)) as [
      number,
      number,
      number,
      number,
    ];
    if (x + width > this.width || y + height > this.height) return refusal(sequence, BAD_MATCH);
    return reply(sequence, Buffer.alloc(24), Buffer.alloc(width * height * 4, this.pixel));
  }
}

/** Length of the next message; more than there is while it cannot be known. */
function measure(waiting: Buffer, sequence: number): number {
  if (sequence < 0) {
    if (waiting.length < 12) return 12;
    const padded = (at: number) => Math.ceil(waiting.readUInt16LE(at) / 4) * 4;
    return 12 + padded(6) + padded(8);
  }
  return waiting.length < 4 ? 4 : waiting.readUInt16LE(2) * 4;
}
