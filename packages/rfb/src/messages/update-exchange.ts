import type { RfbEncoding } from "../encodings/encoding-numbers.ts";
import type { Screen } from "../picture/screen.ts";
import type { RfbConnection } from "../rfb-connection.ts";
import { RfbError } from "../rfb-error.ts";
import { readByte } from "../stream/decoding.ts";
import { buildUpdateRequest } from "./client-messages.ts";
import type { RfbUpdate } from "./rfb-update.ts";
import { SERVER_MESSAGES, skipMessage } from "./server-messages.ts";
import { UpdateGate } from "./update-gate.ts";
import { UpdateReader } from "./update-reader.ts";

/** What is asked for, and how long one message of the server may take. */
export interface UpdateExchangeOptions {
  readonly encodings: readonly RfbEncoding[];
  readonly messageTimeoutMs: number;
}

/** Asks for updates when somebody waits for one, and reads whatever the server sends. */
export class UpdateExchange {
  readonly #connection: RfbConnection;
  readonly #screen: Screen;
  readonly #messageTimeoutMs: number;
  readonly #reader: UpdateReader;
  readonly #gate = new UpdateGate();
  #isRequested = false;
  #needsAll = true;

  constructor(connection: RfbConnection, screen: Screen, options: UpdateExchangeOptions) {
    this.#connection = connection;
    this.#screen = screen;
    this.#messageTimeoutMs = options.messageTimeoutMs;
    this.#reader = new UpdateReader(connection, screen, options.encodings);
  }

  /**
   * The next update; asks for it unless that was done already.
   *
   * @throws AUX_RFB_ABORTED, or why the connection has ended
   */
  next(signal: AbortSignal | undefined): Promise<RfbUpdate> {
    const update = this.#gate.next(signal, () => this.#aborted());
    if (!this.#isRequested) this.#request();
    return update;
  }

  /** Reads messages until the connection ends, and returns why it did. Never rejects. */
  async run(): Promise<RfbError> {
    try {
      for (;;) await this.#readMessage();
    } catch (error) {
      const reason = this.#connection.fail(error);
      this.end();
      return reason;
    }
  }

  /** Tells whoever waits for an update that the connection has ended. */
  end(): void {
    this.#reader.destroy();
    this.#gate.end(this.#connection.end ?? this.#aborted());
  }

  async #readMessage(): Promise<void> {
    const type = await this.#connection.decode(readByte());
    const isUpdate = type === SERVER_MESSAGES.update;
    if (isUpdate) await this.#gate.demand();
    await this.#connection.within(
      this.#messageTimeoutMs,
      "AUX_RFB_STALLED",
      () => "the rest of a message",
      () => (isUpdate ? this.#readUpdate() : this.#connection.decode(skipMessage(type))),
    );
  }

  async #readUpdate(): Promise<void> {
    const update = await this.#reader.read();
    this.#isRequested = false;
    // What a new picture holds is undefined until it was sent.
    this.#needsAll = update.isResized;
    this.#gate.deliver(update);
  }

  #request(): void {
    const { width, height } = this.#screen.framebuffer;
    this.#connection.trySend(buildUpdateRequest({ x: 0, y: 0, width, height }, !this.#needsAll));
    this.#isRequested = true;
  }

  #aborted(): RfbError {
    return new RfbError("AUX_RFB_ABORTED", `${this.#connection.name}: waiting for an update was given up`);
  }
}
