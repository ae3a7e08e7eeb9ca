import type { Duplex } from "node:stream";
import { MOST_BYTES_AT_ONCE } from "../limits.ts";
import { RfbError } from "../rfb-error.ts";
import { ByteQueue } from "./byte-queue.ts";
import type { ByteSource } from "./decoding.ts";

/** Beyond this many bytes that nobody has taken yet, the server has to wait. */
const MOST_WAITING_BYTES = 4 * MOST_BYTES_AT_ONCE;

interface Waiter {
  readonly take: () => Buffer | undefined;
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: unknown) => void;
}

/** The bytes that a socket brings, as a source: at most some 300 KiB of them are kept. */
export class StreamSource implements ByteSource {
  readonly #stream: Duplex;
  readonly #queue = new ByteQueue();
  #waiter: Waiter | undefined;
  #end: RfbError | undefined;
  #bytesRead = 0;

  constructor(stream: Duplex) {
    this.#stream = stream;
    stream.on("data", (chunk: Buffer) => this.#accept(chunk));
    const onEnd = (error?: Error) => this.#finish(closed(error));
    stream.on("error", onEnd);
    stream.on("end", onEnd);
    stream.on("close", () => onEnd());
  }

  /** Bytes taken so far. */
  get bytesRead(): number {
    return this.#bytesRead;
  }

  take(count: number): Buffer | undefined {
    return this.#count(this.#queue.take(count));
  }

  /** What is there, at most `count` bytes; waits for the first one. */
  takeSome(count: number): Promise<Buffer> {
    return this.#waitFor(() => this.#count(this.#queue.takeSome(count)));
  }

  /** @throws AUX_RFB_CLOSED, or what {@link fail} was given */
  wait(count: number): Promise<Buffer> {
    return this.#waitFor(() => this.take(count));
  }

  /** Gives up: nothing is read any more, and whoever waits is told why. */
  fail(error: RfbError): void {
    this.#queue.clear();
    this.#finish(error);
    // What still comes is thrown away, so that the end of the stream is seen.
    this.#stream.resume();
  }

  async #waitFor(take: Waiter["take"]): Promise<Buffer> {
    const taken = take();
    if (taken !== undefined) return taken;
    if (this.#end !== undefined) throw this.#end;
    this.#stream.resume();
    return new Promise((resolve, reject) => {
      this.#waiter = { take, resolve, reject };
    });
  }

  #accept(chunk: Buffer): void {
    if (this.#end !== undefined) return;
    this.#queue.push(chunk);
    const waiter = this.#waiter;
    const bytes = waiter?.take();
    if (waiter !== undefined && bytes !== undefined) {
      this.#waiter = undefined;
      waiter.resolve(bytes);
    }
    if (this.#queue.bytes > MOST_WAITING_BYTES) this.#stream.pause();
  }

  #finish(error: RfbError): void {
    this.#end ??= error;
    this.#waiter?.reject(this.#end);
    this.#waiter = undefined;
  }

  #count(taken: Buffer | undefined): Buffer | undefined {
    this.#bytesRead += taken?.length ?? 0;
    if (this.#queue.bytes === 0 && this.#stream.isPaused()) this.#stream.resume();
    return taken;
  }
}

function closed(cause?: Error): RfbError {
  const reason = cause === undefined ? "" : `: ${cause.message}`;
  return new RfbError("AUX_RFB_CLOSED", `the server closed the connection${reason}`, { cause });
}
