import { setTimeout as sleep } from "node:timers/promises";
import { reasonOf } from "@aux/core";

const FIRST_BACKOFF_MS = 100;
/** Who throws us out sooner than that will do so again. */
const WELL_MS = 1_000;
const LONGEST_BACKOFF_MS = 5_000;

/** How a link makes, uses and ends a connection. */
export interface LinkOptions<Client> {
  /** Once; bounds itself. */
  readonly connect: (signal: AbortSignal) => Promise<Client>;
  /** Until the connection has ended, which it may say by a throw, or the signal aborts. */
  readonly use: (client: Client, signal: AbortSignal) => Promise<unknown>;
  readonly close: (client: Client) => Promise<void> | void;
  /** True for an error that only says that nobody is there yet: the next try comes soon. */
  readonly isAbsent: (error: unknown) => boolean;
}

/** How a connection goes, or went. */
export interface Contact {
  /** How often it was made. */
  readonly connections: number;
  /** For how long there has been none, or was when it was stopped, in milliseconds: 0 while there is one. */
  readonly absentMs: number;
  /** Why there was none at last, in words. */
  readonly lastReason: string | undefined;
}

/** Keeps a connection: made when somebody is there, made again when it was lost. */
export class Link<Client> implements Contact {
  readonly #options: LinkOptions<Client>;
  readonly #over = new AbortController();
  readonly #waiters = new Set<(client: Client) => void>();
  #tried: Promise<void> | undefined;
  #running: Promise<void> | undefined;
  #client: Client | undefined;
  #drop: ((reason: unknown) => void) | undefined;
  #connections = 0;
  #lastReason: string | undefined;
  #lostAtMs: number | undefined;
  #overAtMs: number | undefined;

  constructor(options: LinkOptions<Client>) {
    this.#options = options;
  }

  /** While it is connected. */
  get client(): Client | undefined {
    return this.#client;
  }

  get connections(): number {
    return this.#connections;
  }

  get lastReason(): string | undefined {
    return this.#lastReason;
  }

  get absentMs(): number {
    return this.#lostAtMs === undefined ? 0 : (this.#overAtMs ?? performance.now()) - this.#lostAtMs;
  }

  /** Resolves when connecting was tried once, with whatever result. Can be called again. Never rejects. */
  start(): Promise<void> {
    this.#tried ??= new Promise((resolve) => {
      this.#running = this.#run(resolve);
    });
    return this.#tried;
  }

  /** The connection, as soon as there is one. Rejects when the signal aborts. */
  async next(signal: AbortSignal): Promise<Client> {
    signal.throwIfAborted();
    if (this.#client !== undefined) return this.#client;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiters.delete(arrive);
        reject(signal.reason);
      };
      const arrive = (client: Client) => {
        signal.removeEventListener("abort", onAbort);
        resolve(client);
      };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#waiters.add(arrive);
    });
  }

  /** Whoever used a connection found out that it is over, before the link did. */
  drop(client: Client, reason: unknown): void {
    if (client !== this.#client) return;
    this.#leave();
    this.#drop?.(reason);
  }

  /** Resolves when the connection is closed. Can be called again. */
  async stop(): Promise<void> {
    this.#overAtMs ??= performance.now();
    this.#over.abort();
    await this.#running;
  }

  async #run(onTried: () => void): Promise<void> {
    let backoffMs = FIRST_BACKOFF_MS;
    this.#lostAtMs = performance.now();
    while (!this.#over.signal.aborted) {
      const beganMs = performance.now();
      const error = await this.#connectAndUse(onTried);
      if (!this.#over.signal.aborted) this.#lastReason = reasonOf(error);
      const wasWell = performance.now() - beganMs > WELL_MS || this.#options.isAbsent(error);
      backoffMs = wasWell ? FIRST_BACKOFF_MS : Math.min(backoffMs * 3, LONGEST_BACKOFF_MS);
      await sleep(backoffMs, undefined, { signal: this.#over.signal }).catch(() => {});
    }
  }

  /** Returns why there is no connection any more. */
  async #connectAndUse(onTried: () => void): Promise<unknown> {
    const { signal } = this.#over;
    try {
      const client = await this.#options.connect(signal);
      this.#arrive(client);
      onTried();
      try {
        const dropped = new Promise((resolve) => {
          this.#drop = resolve;
        });
        return await Promise.race([dropped, this.#options.use(client, signal)]);
      } finally {
        this.#leave();
        await this.#options.close(client);
      }
    } catch (error) {
      return error;
    } finally {
      onTried();
    }
  }

  #arrive(client: Client): void {
    this.#client = client;
    this.#connections += 1;
    this.#lostAtMs = undefined;
    for (const arrive of this.#waiters) arrive(client);
    this.#waiters.clear();
  }

  #leave(): void {
    this.#client = undefined;
    if (!this.#over.signal.aborted) this.#lostAtMs = performance.now();
  }
}
