import { Socket } from "node:net";
import { cliProblem } from "../cli-problem.ts";
import { UsageError } from "../usage-error.ts";

/** What a supervisor tells whoever started it, a JSON line each. */
export type SupervisorMessage =
  | { readonly words: string }
  /** The analysis is under way, in this folder. */
  | { readonly armed: string };

/** The descriptor of the pipe between the two. */
export const CALLER_DESCRIPTOR = 3;

/** The process that started this supervisor, until the analysis is under way. */
export class Caller {
  readonly #socket: Socket;
  #isAttached = true;

  /**
   * @param onLost the caller has gone before it was told anything final
   * @throws UsageError where nobody is at the other end
   */
  constructor(onLost: () => void) {
    this.#socket = openSocket();
    this.#socket.on("error", () => {});
    this.#socket.once("close", () => {
      if (this.#isAttached) onLost();
    });
    this.#socket.resume();
  }

  get isAttached(): boolean {
    return this.#isAttached;
  }

  say(words: string): void {
    if (this.#isAttached) this.#send({ words });
  }

  /** The analysis goes on without the caller. */
  arm(analysisPath: string): void {
    if (!this.#isAttached) return;
    this.#isAttached = false;
    this.#send({ armed: analysisPath });
    this.#socket.end();
  }

  /** Resolves when all that was said is out. */
  async leave(): Promise<void> {
    if (!this.#isAttached) return;
    this.#isAttached = false;
    await new Promise<void>((resolve) => {
      this.#socket.once("close", () => resolve()).end(() => resolve());
    });
  }

  #send(message: SupervisorMessage): void {
    this.#socket.write(`${JSON.stringify(message)}\n`);
  }
}

function openSocket(): Socket {
  try {
    return new Socket({ fd: CALLER_DESCRIPTOR });
  } catch {
    throw new UsageError([
      cliProblem("AUX_USAGE", "`auxiliary supervise` is what `auxiliary start --detach` runs by itself"),
    ]);
  }
}
