import { connectQmp, type QmpClient, type QmpEvent } from "@aux/qmp";
import { EventLog } from "./event-log.ts";

const CONNECT_MS = 5_000;
/** The last events are on their way when the machine is off. */
const LAST_EVENTS_MS = 500;

/** Listens to QEMU's monitor from before the machine exists. */
export class MachineWatch {
  readonly log: EventLog;
  readonly #client: QmpClient;

  private constructor(client: QmpClient, log: EventLog) {
    this.#client = client;
    this.log = log;
  }

  /** @throws AUX_QMP_UNREACHABLE and other AUX_QMP_…, and what `fs` throws */
  static async start(
    path: string,
    options: {
      readonly logPath: string;
      readonly beganMs: number;
      readonly signal: AbortSignal;
      readonly onEvent: (event: QmpEvent) => void;
    },
  ): Promise<MachineWatch> {
    const client = await connectQmp({ path }, { timeoutMs: CONNECT_MS, signal: options.signal });
    try {
      const log = new EventLog(options.logPath, options.beganMs);
      client.on("*", (event) => {
        log.add(event);
        options.onEvent(event);
      });
      return new MachineWatch(client, log);
    } catch (error) {
      client.close();
      throw error;
    }
  }

  /** Waits until the monitor has said its last, half a second at most, and closes the file. */
  async stop(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => (timer = setTimeout(resolve, LAST_EVENTS_MS)));
    await Promise.race([this.#client.ended, late]);
    clearTimeout(timer);
    this.close();
  }

  /** At once. Can be called again. */
  close(): void {
    this.#client.close();
    this.log.file[Symbol.dispose]();
  }
}
