import type { Agreement } from "./handshake/handshake.ts";
import { LONGEST_TIMER_MS } from "./limits.ts";
import {
  buildEmptyCutText,
  buildKeyEvent,
  buildPointerEvent,
  buildSetEncodings,
  buildSetPixelFormat,
  buildUpdateRequest,
} from "./messages/client-messages.ts";
import type { RfbUpdate } from "./messages/rfb-update.ts";
import { UpdateExchange, type UpdateExchangeOptions } from "./messages/update-exchange.ts";
import type { RfbCursor } from "./picture/cursor.ts";
import type { Framebuffer } from "./picture/framebuffer.ts";
import type { Rectangle } from "./picture/rectangle.ts";
import type { Screen } from "./picture/screen.ts";
import type { RfbConnection } from "./rfb-connection.ts";
import type { RfbError } from "./rfb-error.ts";

/** How a client behaves once it is let in. */
export interface RfbClientOptions extends UpdateExchangeOptions {
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
  readonly #updates: UpdateExchange;
  #awakening: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(connection: RfbConnection, agreement: Agreement, screen: Screen, options: RfbClientOptions) {
    this.#connection = connection;
    this.#agreement = agreement;
    this.#screen = screen;
    connection.send(buildSetPixelFormat());
    connection.send(buildSetEncodings(options.encodings));
    this.#updates = new UpdateExchange(connection, screen, options);
    if (options.keepAwakeEveryMs !== undefined) this.keepAwake(options.keepAwakeEveryMs);
    this.ended = this.#run();
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
    return this.#updates.next(options.signal);
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

  /**
   * From now on sends an empty clipboard so often, in milliseconds, instead of what `keepAwakeEveryMs` said: for who
   * knows only by the desktop's name that the server is QEMU's.
   */
  keepAwake(everyMs: number): void {
    clearInterval(this.#awakening);
    if (this.#connection.end !== undefined) return;
    const message = buildEmptyCutText();
    this.#awakening = setInterval(
      () => this.#connection.trySend(message),
      Math.min(everyMs, LONGEST_TIMER_MS),
    );
  }

  /** Ends the connection; what was sent before still arrives. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const closed = this.#connection.close();
    this.#updates.end();
    await closed;
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #run(): Promise<RfbError | undefined> {
    const reason = await this.#updates.run();
    clearInterval(this.#awakening);
    return this.#isClosed ? undefined : reason;
  }
}

function clamp(value: number, most: number): number {
  return Math.round(Math.min(Math.max(value, 0), most)) || 0;
}
