import type { Duplex } from "node:stream";
import { LONGEST_TIMER_MS, MOST_UNSENT_BYTES } from "./limits.ts";
import { RfbError } from "./rfb-error.ts";
import type { RfbProblemCode } from "./rfb-problems.ts";
import { type Decoding, runDecoding } from "./stream/decoding.ts";
import { StreamSource } from "./stream/stream-source.ts";
import { TimeSlice } from "./stream/time-slice.ts";

/** How long the other side may take to end the connection after us. */
const CLOSE_TIMEOUT_MS = 500;

/** A stream to a server, and why it has ended: the first reason counts. */
export class RfbConnection {
  readonly name: string;
  readonly source: StreamSource;
  readonly slice = new TimeSlice();
  readonly #stream: Duplex;
  #end: RfbError | undefined;

  /** @param name of the server, for errors. */
  constructor(stream: Duplex, name: string) {
    this.name = name;
    this.#stream = stream;
    this.source = new StreamSource(stream);
  }

  /** Why the connection has ended; undefined while it has not. */
  get end(): RfbError | undefined {
    return this.#end;
  }

  /** Reads something from the server. */
  decode<Result>(decoding: Decoding<Result>): Promise<Result> {
    return runDecoding(decoding, this.source, this.slice);
  }

  /**
   * Sends a message, in order; does not wait until the server has taken it.
   *
   * @throws AUX_RFB_CLOSED, AUX_RFB_STALLED, or why the connection has ended
   */
  send(message: Buffer): void {
    if (this.#end !== undefined) throw this.#end;
    if (!this.#stream.writable) throw this.#named("AUX_RFB_CLOSED", "the server closed the connection");
    if (this.#stream.writableLength > MOST_UNSENT_BYTES) {
      throw this.fail(new RfbError("AUX_RFB_STALLED", "the server has stopped taking what is sent"));
    }
    this.#stream.write(message);
  }

  /** The same where an end of the connection is no news: whoever reads from it is told. */
  trySend(message: Buffer): void {
    try {
      this.send(message);
    } catch {
      // What has arrived before the end can still be read.
    }
  }

  /** Ends the connection because of an error, and returns why it has really ended. */
  fail(error: unknown): RfbError {
    if (this.#end !== undefined) return this.#end;
    this.#end = this.#explain(error);
    this.source.fail(this.#end);
    this.#stream.destroy();
    return this.#end;
  }

  /** Ends the connection politely: what was sent before still arrives. */
  async close(): Promise<void> {
    this.#end ??= this.#named("AUX_RFB_CLOSED", "this side closed the connection");
    this.source.fail(this.#end);
    if (this.#stream.closed) return;
    const closed = new Promise<void>((resolve) => this.#stream.once("close", () => resolve()));
    this.#stream.end();
    const timer = setTimeout(() => this.#stream.destroy(), CLOSE_TIMEOUT_MS);
    await closed;
    clearTimeout(timer);
  }

  /** Does work that reads from the server; unless it is done in time, the connection fails with `code`. */
  async within<Result>(
    timeoutMs: number,
    code: RfbProblemCode,
    what: () => string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const timer = setTimeout(
      () => {
        this.fail(new RfbError(code, `${what()} did not come within ${timeoutMs} ms`));
      },
      Math.min(timeoutMs, LONGEST_TIMER_MS),
    );
    try {
      return await work();
    } finally {
      clearTimeout(timer);
    }
  }

  #explain(error: unknown): RfbError {
    if (error instanceof RfbError) return this.#named(error.code, error.message, error.cause);
    return this.#named("AUX_RFB_MALFORMED", error instanceof Error ? error.message : String(error), error);
  }

  #named(code: RfbProblemCode, message: string, cause?: unknown): RfbError {
    return new RfbError(code, `${this.name}: ${message}`, { cause });
  }
}
