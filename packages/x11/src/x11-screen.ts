import { setTimeout as delay } from "node:timers/promises";
import { ChangedArea } from "./changed-area.ts";
import { Damage } from "./damage.ts";
import type { Picture } from "./picture.ts";
import type { Rectangle } from "./rectangle.ts";
import { buildSelectSize } from "./requests.ts";
import { ScreenReader } from "./screen-reader.ts";
import type { Setup } from "./setup.ts";
import type { X11Connection } from "./x11-connection.ts";
import { X11Error } from "./x11-error.ts";

const CONFIGURE_NOTIFY = 22;

/** How a screen is read. */
export interface X11ScreenOptions {
  readonly replyTimeoutMs: number;
  readonly leastMsBetweenReads: number;
  readonly mostPixels: number;
}

/** What has changed on the screen, already painted. */
export interface X11Update {
  /** What may have changed; of a changed size, the whole new picture. */
  readonly rectangles: readonly Rectangle[];
  /** The screen has a new size, so there is a new picture. */
  readonly isResized: boolean;
  readonly picture: Picture;
  /** When the last of it was read, on the clock of `performance.now()`, in milliseconds. */
  readonly readMs: number;
}

/** A connection to an X display that is watched; made by `connectX11`. Nothing is sent while its screen is still. */
export class X11Screen implements AsyncDisposable {
  readonly #connection: X11Connection;
  readonly #damage: Damage;
  readonly #reader: ScreenReader;
  readonly #options: X11ScreenOptions;
  readonly #changes = new ChangedArea();
  #wake: () => void = () => {};
  #pending: Promise<X11Update> | undefined;
  #isReading = false;
  #lastReadMs = -Infinity;

  private constructor(connection: X11Connection, damage: Damage, setup: Setup, options: X11ScreenOptions) {
    this.#connection = connection;
    this.#damage = damage;
    this.#reader = new ScreenReader(connection, setup, options.mostPixels);
    this.#options = options;
    connection.onEvent = (event) => this.#notice(event);
    connection.send(buildSelectSize(setup.root));
  }

  /** @throws AUX_X11_UNSUPPORTED, or why the connection has ended */
  static async watch(connection: X11Connection, setup: Setup, options: X11ScreenOptions): Promise<X11Screen> {
    return new X11Screen(connection, await Damage.create(connection, setup), setup, options);
  }

  /** Bytes received so far. */
  get bytesRead(): number {
    return this.#connection.bytesRead;
  }

  /**
   * The whole screen the first time; then what has changed since the update before, however long it takes until
   * something has. `signal` ends the waiting, not the connection. The picture stays as it is until the next call.
   *
   * @throws AUX_X11_CLOSED and every other code for which a connection ends, AUX_X11_ABORTED
   */
  nextUpdate(options: { readonly signal?: AbortSignal } = {}): Promise<X11Update> {
    this.#pending ??= this.#next().finally(() => {
      this.#pending = undefined;
    });
    return this.#unlessAborted(this.#pending, options.signal);
  }

  /**
   * The whole screen as it is now.
   *
   * @throws as {@link nextUpdate}
   */
  async wholeUpdate(options: { readonly signal?: AbortSignal } = {}): Promise<X11Update> {
    const { signal } = options;
    // What is being read already may be older than this call.
    if (this.#isReading && this.#pending !== undefined) await this.#unlessAborted(this.#pending, signal);
    this.#changes.addAll();
    this.#wake();
    return this.nextUpdate(options);
  }

  /** Ends the connection; whoever waits for an update is told. Never rejects. */
  close(): Promise<void> {
    return this.#connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #next(): Promise<X11Update> {
    while (this.#changes.isEmpty) await this.#change();
    await this.#rest();
    this.#isReading = true;
    try {
      const { replyTimeoutMs } = this.#options;
      return await this.#connection.within(replyTimeoutMs, "AUX_X11_STALLED", "the picture", () =>
        this.#read(),
      );
    } catch (error) {
      throw this.#connection.fail(error);
    } finally {
      this.#isReading = false;
    }
  }

  /** What changes after the server was told to forget the changes so far is told anew: nothing falls in between. */
  async #read(): Promise<X11Update> {
    this.#damage.forget();
    const { rectangles, isResized } = await this.#reader.read(this.#changes.take());
    this.#lastReadMs = performance.now();
    const { picture } = this.#reader;
    if (picture === undefined) throw new Error("there is no picture after it was read");
    return { rectangles, isResized, picture, readMs: this.#lastReadMs };
  }

  /** Waits until something happens. */
  async #change(): Promise<void> {
    if (this.#connection.end !== undefined) throw this.#connection.end;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  /** A screen that never stands still is not read for ever. */
  async #rest(): Promise<void> {
    const restMs = this.#lastReadMs + this.#options.leastMsBetweenReads - performance.now();
    if (restMs > 0) await delay(restMs);
  }

  #notice(event: Buffer | undefined): void {
    const rectangle = event === undefined ? undefined : this.#damage.findRectangle(event);
    if (rectangle !== undefined) this.#changes.add(rectangle);
    if (event?.readUInt8(0) === CONFIGURE_NOTIFY) this.#changes.addAll();
    this.#wake();
  }

  #unlessAborted(update: Promise<X11Update>, signal: AbortSignal | undefined): Promise<X11Update> {
    if (signal === undefined) return update;
    return new Promise((resolve, reject) => {
      const onAbort = () =>
        reject(new X11Error("AUX_X11_ABORTED", `display ${this.#connection.name}: waiting was given up`));
      if (signal.aborted) onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
      const settle = () => signal.removeEventListener("abort", onAbort);
      update.finally(settle).then(resolve, reject);
    });
  }
}
