import type { QmpEventListener } from "./event-hub.ts";
import type { QmpArguments, QmpCommandName, QmpResult } from "./qmp-commands.ts";
import type { QmpConnection } from "./qmp-connection.ts";
import { QmpError } from "./qmp-error.ts";
import type { QmpEvent, QmpEventName } from "./qmp-events.ts";
import type { QmpGreeting, QmpReply } from "./qmp-message.ts";

/** How long one wait may take. */
export interface QmpWaitOptions {
  /** In milliseconds. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const TIMEOUT_MS = 10_000;

/**
 * A client of one QEMU monitor: typed commands with deadlines, events as they come.
 *
 * Source: QEMU Machine Protocol Specification.
 */
export class QmpClient implements AsyncDisposable {
  readonly greeting: QmpGreeting;
  /** Resolves with the reason when the connection has ended, by whichever side. Never rejects. */
  readonly ended: Promise<QmpError>;
  readonly #connection: QmpConnection;

  /** `connectQmp` makes them. */
  constructor(connection: QmpConnection, greeting: QmpGreeting) {
    this.#connection = connection;
    this.greeting = greeting;
    this.ended = connection.ended;
  }

  /** How many commands wait for their answers. */
  get pendingCount(): number {
    return this.#connection.pending.size;
  }

  /**
   * Sends a command and returns what QEMU gives back.
   *
   * @throws AUX_QMP_COMMAND_FAILED, AUX_QMP_TIMEOUT, AUX_QMP_CLOSED, AUX_QMP_ABORTED, AUX_QMP_LINE_TOO_LONG,
   * AUX_QMP_MALFORMED
   */
  async execute<Name extends QmpCommandName>(
    command: Name,
    args?: QmpArguments<Name>,
    options: QmpWaitOptions = {},
  ): Promise<QmpResult<Name>> {
    const reply = await this.request(command, args, options);
    if (reply.error === undefined) return reply.return as QmpResult<Name>;
    const { class: qemuClass, desc } = reply.error;
    throw new QmpError("AUX_QMP_COMMAND_FAILED", `QEMU refused ${command}: ${desc}`, { qemuClass });
  }

  /**
   * Sends a command and returns QEMU's answer, also a refusal, as it is.
   *
   * @throws AUX_QMP_TIMEOUT, AUX_QMP_CLOSED, AUX_QMP_ABORTED, AUX_QMP_LINE_TOO_LONG, AUX_QMP_MALFORMED
   */
  async request(command: string, args?: unknown, options: QmpWaitOptions = {}): Promise<QmpReply> {
    const { timeoutMs = TIMEOUT_MS, signal } = options;
    const message = args === undefined ? { execute: command } : { execute: command, arguments: args };
    return this.#connection.pending.add(command, { timeoutMs, signal }, (id) => {
      this.#connection.send({ ...message, id });
    });
  }

  /** Calls back for each event of a name (`"*"`: of any) from now on; returns how to stop that. */
  on<Name extends QmpEventName>(name: Name, listener: QmpEventListener<Name>): () => void {
    return this.#connection.hub.on((event) => {
      if (name === "*" || event.event === name) listener(event as QmpEvent<Name>);
    });
  }

  /** Every event from the moment of this call on. Ends with the connection, or when the signal aborts. */
  events(options: { readonly signal?: AbortSignal | undefined } = {}): AsyncIterableIterator<QmpEvent> {
    return this.#connection.hub.read(options.signal);
  }

  /**
   * The next event of a name.
   *
   * @throws AUX_QMP_TIMEOUT, AUX_QMP_CLOSED, AUX_QMP_ABORTED
   */
  untilEvent<Name extends QmpEventName>(name: Name, options: QmpWaitOptions = {}): Promise<QmpEvent<Name>> {
    const { timeoutMs = TIMEOUT_MS, signal } = options;
    return new Promise((resolve, reject) => {
      const undo: (() => void)[] = [];
      const end = (finish: () => void) => {
        for (const one of undo) one();
        finish();
      };
      const onAbort = () =>
        end(() => reject(new QmpError("AUX_QMP_ABORTED", `waiting for ${name} was given up`)));
      const late = () =>
        end(() => reject(new QmpError("AUX_QMP_TIMEOUT", `${name} did not happen within ${timeoutMs} ms`)));
      const timer = setTimeout(late, timeoutMs);
      undo.push(() => clearTimeout(timer));
      undo.push(this.on(name, (event) => end(() => resolve(event))));
      undo.push(this.#connection.hub.onEnd((error) => end(() => reject(error))));
      undo.push(() => signal?.removeEventListener("abort", onAbort));
      if (signal?.aborted === true) onAbort();
      else signal?.addEventListener("abort", onAbort, { once: true });
    });
  }

  /** Disconnects; the machine is not touched. What still waits ends with AUX_QMP_CLOSED. */
  close(): void {
    this.#connection.end(new QmpError("AUX_QMP_CLOSED", "this client has disconnected from the monitor"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }
}
