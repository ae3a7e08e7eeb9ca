import type { RfbEncoding } from "./encodings/encoding-numbers.ts";
import type { Agreement } from "./handshake/handshake.ts";
import {
  buildEmptyCutText,
  buildKeyEvent,
  buildPointerEvent,
  buildSetEncodings,
  buildSetPixelFormat,
  buildUpdateRequest,
} from "./messages/client-messages.ts";
import type { RfbUpdate } from "./messages/rfb-update.ts";
import { SERVER_MESSAGES, skipMessage } from "./messages/server-messages.ts";
import { UpdateGate } from "./messages/update-gate.ts";
import { UpdateReader } from "./messages/update-reader.ts";
import type { RfbCursor } from "./picture/cursor.ts";
import type { Framebuffer } from "./picture/framebuffer.ts";
import type { Rectangle } from "./picture/rectangle.ts";
import type { Screen } from "./picture/screen.ts";
import type { RfbConnection } from "./rfb-connection.ts";
import { RfbError } from "./rfb-error.ts";
import { readByte } from "./stream/decoding.ts";

/** How a client behaves once it is let in. */
export interface RfbClientOptions {
  readonly encodings: readonly RfbEncoding[];
  readonly messageTimeoutMs: number;
  readonly keepAwakeEveryMs: number | undefined;
}

/** What an update request asks for. */
export interface UpdateRequest {
  /** Only what has changed since the last update, once something has. Default true; false asks for all, at once. */
  readonly isIncremental?: boolean;
  /** Default: the whole screen. */
  readonly area?: Rectangle;
}

/** A connection to a VNC server that has let us in; made by `connectRfb`. */
export class RfbClient implements AsyncDisposable {
  /** Resolves when the connection has ended: with the reason, or with undefined after `close()`. Never rejects. */
  readonly ended: Promise<RfbError | undefined>;
  readonly #connection: RfbConnection;
  readonly #agreement: Agreement;
  readonly #screen: Screen;
  readonly #options: RfbClientOptions;
  readonly #reader: UpdateReader;
  readonly #gate = new UpdateGate();
  readonly #keepAwake: NodeJS.Timeout | undefined;
  #isClosed = false;
  #isRequested = false;
  #needsAll = true;

  constructor(connection: RfbConnection, agreement: Agreement, screen: Screen, options: RfbClientOptions) {
    this.#connection = connection;
    this.#agreement = agreement;
    this.#screen = screen;
    this.#options = options;
    connection.send(buildSetPixelFormat());
    connection.send(buildSetEncodings(options.encodings));
    this.#reader = new UpdateReader(connection, screen, options.encodings);
    this.#keepAwake = this.#startKeepingAwake();
    this.ended = this.#readMessages();
  }

  /** Width of the screen, in pixels. */
  get width(): number {
    return this.#screen.framebuffer.width;
  }

  /** Height of the screen, in pixels. */
  get height(): number {
    return this.#screen.framebuffer.height;
  }

  /** The desktop's name. */
  get name(): string {
    return this.#agreement.name;
  }

  /** Version of the protocol, and how the server lets one in. */
  get agreement(): Agreement {
    return this.#agreement;
  }

  /** The picture. It changes only while an update is waited for, and is another one after a resize. */
  get framebuffer(): Framebuffer {
    return this.#screen.framebuffer;
  }

  /** The cursor's shape, once the server has sent one. */
  get cursor(): RfbCursor | undefined {
    return this.#screen.cursor;
  }

  /** Bytes received so far. */
  get bytesRead(): number {
    return this.#connection.source.bytesRead;
  }

  /**
   * The updates of the screen as they come; the whole screen is asked for first. Each is asked for when the loop comes
   * round, so a slow loop gets fewer and larger ones. Ends after `close()`.
   *
   * @throws AUX_RFB_CLOSED and every other code for which a connection ends, AUX_RFB_ABORTED
   */
  async *updates(options: { readonly signal?: AbortSignal } = {}): AsyncGenerator<RfbUpdate, void, void> {
    while (!this.#isClosed) {
      const update = await this.nextUpdate(options).catch((error: unknown) => {
        if (this.#isClosed) return undefined;
        throw error;
      });
      if (update !== undefined) yield update;
    }
  }

  /**
   * The next update of the screen, however long it takes to come. `signal` ends the waiting, not the connection.
   *
   * @throws AUX_RFB_CLOSED and every other code for which a connection ends, AUX_RFB_ABORTED
   */
  nextUpdate(options: { readonly signal?: AbortSignal } = {}): Promise<RfbUpdate> {
    const update = this.#gate.next(options.signal, () => this.#aborted());
    if (!this.#isRequested) this.#requestNext();
    return update;
  }

  /**
   * Asks for an update beyond those that waiting for one asks for.
   *
   * @throws AUX_RFB_CLOSED, AUX_RFB_STALLED
   */
  requestUpdate({ isIncremental = true, area }: UpdateRequest = {}): void {
    const { width, height } = this;
    this.#connection.send(buildUpdateRequest(area ?? { x: 0, y: 0, width, height }, isIncremental));
  }

  /**
   * Moves the mouse, and presses or releases its buttons: a bit each (1 left, 2 middle, 4 right, 8 and 16 the wheel up
   * and down). A place outside the screen is moved to its edge.
   *
   * @throws AUX_RFB_CLOSED, AUX_RFB_STALLED
   */
  pointer(x: number, y: number, buttons = 0): void {
    const [left, top] = [clamp(x, this.width - 1), clamp(y, this.height - 1)];
    this.#connection.send(buildPointerEvent(left, top, buttons & 0xff));
  }

  /**
   * Presses or releases a key, by its X11 keysym (Latin letters are their own code, Enter is 0xff0d).
   *
   * @throws AUX_RFB_CLOSED, AUX_RFB_STALLED
   */
  key(keysym: number, isDown: boolean): void {
    this.#connection.send(buildKeyEvent(keysym >>> 0, isDown));
  }

  /** Ends the connection; what was sent before still arrives. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const closed = this.#connection.close();
    if (this.#connection.end !== undefined) this.#endUpdates(this.#connection.end);
    await closed;
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #readMessages(): Promise<RfbError | undefined> {
    try {
      for (;;) await this.#readMessage();
    } catch (error) {
      const reason = this.#connection.fail(error);
      this.#endUpdates(reason);
      return this.#isClosed ? undefined : reason;
    }
  }

  async #readMessage(): Promise<void> {
    const type = await this.#connection.decode(readByte());
    if (type === SERVER_MESSAGES.update) await this.#gate.demand();
    const { messageTimeoutMs } = this.#options;
    await this.#connection.within(
      messageTimeoutMs,
      "AUX_RFB_STALLED",
      () => "the rest of a message",
      () =>
        type === SERVER_MESSAGES.update ? this.#readUpdate() : this.#connection.decode(skipMessage(type)),
    );
  }

  async #readUpdate(): Promise<void> {
    const update = await this.#reader.read();
    this.#isRequested = false;
    // What a new picture holds is undefined until it was sent.
    this.#needsAll = update.isResized;
    this.#gate.deliver(update);
  }

  #requestNext(): void {
    const { width, height } = this;
    this.#connection.trySend(buildUpdateRequest({ x: 0, y: 0, width, height }, !this.#needsAll));
    this.#isRequested = true;
  }

  #startKeepingAwake(): NodeJS.Timeout | undefined {
    if (this.#options.keepAwakeEveryMs === undefined) return undefined;
    const message = buildEmptyCutText();
    return setInterval(() => this.#connection.trySend(message), this.#options.keepAwakeEveryMs);
  }

  #endUpdates(reason: RfbError): void {
    clearInterval(this.#keepAwake);
    this.#reader.destroy();
    this.#gate.end(reason);
  }

  #aborted(): RfbError {
    return new RfbError("AUX_RFB_ABORTED", `${this.#connection.name}: waiting for an update was given up`);
  }
}

function clamp(value: number, most: number): number {
  return Math.round(Math.min(Math.max(value, 0), most)) || 0;
}
