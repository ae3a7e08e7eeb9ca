import type { Duplex } from "node:stream";
import { LONGEST_TIMER_MS } from "./limits.ts";
import { gatherBody, type PacketBody, PacketReader } from "./packet-reader.ts";
import { buildSetup, parseSetup, parseSetupHead, SETUP_HEAD_BYTES, type Setup } from "./setup.ts";
import { malformed, X11Error } from "./x11-error.ts";
import type { X11ProblemCode } from "./x11-problems.ts";

const HEAD_BYTES = 32;
const CLOSE_TIMEOUT_MS = 500;
const [ERROR, REPLY, GENERIC_EVENT] = [0, 1, 35];
/** The bit by which events are marked that another program, not the server, has sent. */
const SENT = 0x80;

/** A request that the server would not fulfil; `code` as in the protocol, 8 for what does not match the screen. */
export class RequestError extends Error {
  readonly code: number;

  constructor(code: number, opcode: number) {
    super(`the X server refused request ${opcode} with error ${code}`);
    this.code = code;
  }
}

/** What a reply brings beyond its head. */
export type ReplyBody = Omit<PacketBody, "end">;

interface Awaited {
  readonly sequence: number;
  /** What follows the reply's head; without it nothing may. */
  readonly body: ReplyBody | undefined;
  readonly resolve: (head: Buffer) => void;
  readonly reject: (error: unknown) => void;
}

/** A stream to an X server, and why it has ended: the first reason counts. */
export class X11Connection {
  readonly name: string;
  /** Is told of every event of the server, 32 bytes, valid during the call; and, with nothing, of the connection's end. */
  onEvent: (event?: Buffer) => void = () => {};
  bytesRead = 0;
  readonly #stream: Duplex;
  readonly #reader = new PacketReader(HEAD_BYTES, (head) => this.#onHead(head));
  readonly #awaited: Awaited[] = [];
  #sequence = 0;
  #end: X11Error | undefined;

  /** @param name of the display, for errors. */
  constructor(stream: Duplex, name: string) {
    this.name = name;
    this.#stream = stream;
    const onEnd = (error?: Error) => this.fail(closed(error));
    stream.on("error", onEnd);
    stream.on("end", onEnd);
    stream.on("close", () => onEnd());
  }

  /** Why the connection has ended; undefined while it has not. */
  get end(): X11Error | undefined {
    return this.#end;
  }

  /** @throws AUX_X11_REFUSED, AUX_X11_MALFORMED, AUX_X11_UNSUPPORTED, or why the connection has ended */
  setUp(cookie: Buffer | undefined, screen: number): Promise<Setup> {
    const answer = new Promise<Buffer>((resolve, reject) => {
      // In the queue of replies, so that it is told of the end; no reply can have this number.
      this.#awaited.push({ sequence: -1, body: undefined, resolve, reject });
    });
    this.#reader.expect(SETUP_HEAD_BYTES, (head) => {
      const start = Buffer.from(head);
      this.#reader.expect(HEAD_BYTES, (next) => this.#onHead(next));
      return gatherBody(parseSetupHead(head), (body) => {
        this.#awaited.shift()?.resolve(Buffer.concat([start, body]));
      });
    });
    this.#stream.on("data", (chunk: Buffer) => this.#accept(chunk));
    this.#write(buildSetup(cookie));
    return answer.then((bytes) => parseSetup(bytes.readUInt8(0), bytes.subarray(SETUP_HEAD_BYTES), screen));
  }

  /** Sends a request that is answered by an error at most. */
  send(request: Buffer): void {
    this.#write(request);
    this.#sequence = (this.#sequence + 1) & 0xffff;
  }

  /**
   * Sends a request and returns the head of its reply; `body` takes what follows.
   *
   * @throws RequestError, or why the connection has ended
   */
  request(request: Buffer, body?: ReplyBody): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.send(request);
      this.#awaited.push({ sequence: this.#sequence, body, resolve, reject });
    });
  }

  /** Does work that waits for the server; unless it is done in time, the connection fails with `code`. */
  async within<Result>(
    timeoutMs: number,
    code: X11ProblemCode,
    what: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const giveUp = () => this.fail(new X11Error(code, `${what} did not come within ${timeoutMs} ms`));
    const timer = setTimeout(giveUp, Math.min(timeoutMs, LONGEST_TIMER_MS));
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the connection because of an error, and returns why it has really ended. */
  fail(error: unknown): X11Error {
    if (this.#end !== undefined) return this.#end;
    this.#end = this.#explain(error);
    this.#stream.destroy();
    for (const { reject } of this.#awaited.splice(0)) reject(this.#end);
    this.onEvent();
    return this.#end;
  }

  /** Ends the connection. Never rejects. */
  async close(): Promise<void> {
    this.fail(new X11Error("AUX_X11_CLOSED", "this side closed the connection"));
    if (this.#stream.closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
      this.#stream.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #write(bytes: Buffer): void {
    if (this.#end !== undefined) throw this.#end;
    this.#stream.write(bytes);
  }

  #accept(chunk: Buffer): void {
    if (this.#end !== undefined) return;
    this.bytesRead += chunk.length;
    try {
      this.#reader.push(chunk);
    } catch (error) {
      this.fail(error);
    }
  }

  #onHead(head: Buffer): PacketBody | undefined {
    const type = head.readUInt8(0);
    if (type === ERROR) this.#refuse(head);
    else if (type === REPLY) return this.#reply(Buffer.from(head));
    else if ((type & ~SENT) === GENERIC_EVENT) throw malformed("an event that nobody asked for");
    // What another program sends in the server's name is not believed.
    else if ((type & SENT) === 0) this.onEvent(head);
    return undefined;
  }

  /** A reply is awaited until its last byte is there, so that whoever awaits it is told of an earlier end. */
  #reply(head: Buffer): PacketBody {
    const awaited = this.#awaited[0];
    if (awaited?.sequence !== head.readUInt16LE(2)) throw malformed("a reply to nothing that was asked");
    const { body, resolve } = awaited;
    const bytes = head.readUInt32LE(4) * 4;
    const expected = body?.bytes ?? 0;
    if (bytes !== expected) throw malformed(`a reply that goes on for ${bytes} bytes, not ${expected}`);
    const end = () => {
      this.#awaited.shift();
      resolve(head);
    };
    return { bytes, take: (portion) => body?.take(portion), end };
  }

  #refuse(head: Buffer): void {
    const error = new RequestError(head.readUInt8(1), head.readUInt8(10));
    if (this.#awaited[0]?.sequence !== head.readUInt16LE(2)) throw malformed(error.message);
    this.#awaited.shift()?.reject(error);
  }

  #explain(error: unknown): X11Error {
    const code = error instanceof X11Error ? error.code : "AUX_X11_MALFORMED";
    const reason = error instanceof Error ? error.message : String(error);
    const cause = error instanceof X11Error ? error.cause : error;
    return new X11Error(code, `display ${this.name}: ${reason}`, { cause });
  }
}

function closed(cause?: Error): X11Error {
  const reason = cause === undefined ? "" : `: ${cause.message}`;
  return new X11Error("AUX_X11_CLOSED", `the X server closed the connection${reason}`, { cause });
}
