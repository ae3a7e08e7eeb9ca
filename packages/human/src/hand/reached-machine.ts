import { setTimeout as sleep } from "node:timers/promises";
import { type QmpClient, QmpError } from "@aux/qmp";
import { type RfbClient, RfbError } from "@aux/rfb";
import type { ChangedAreas } from "../screen/changed-areas.ts";
import type { Size } from "../screen/size.ts";
import type { Reach } from "./choose-input.ts";
import type { Hand } from "./hand.ts";
import type { Contact, Link } from "./link.ts";
import { createQmpLink, createVncLink } from "./machine-links.ts";
import { QmpHand } from "./qmp-hand.ts";
import { VncHand } from "./vnc-hand.ts";

/** Where there is nobody to ask how large the screen is. */
const USUAL_SCREEN: Size = { width: 1024, height: 768 };
/** From a machine's last refusal to the end of its connection. */
const GOING_MS = 200;

/** The hand of one connection, and how to say that this one is over. */
interface Hold {
  readonly client: QmpClient | RfbClient;
  readonly hand: Hand;
  readonly drop: (reason: unknown) => void;
  readonly isConnected: () => boolean;
}

/** A machine as it is reached: through its monitor or its VNC server, again and again. */
export class ReachedMachine {
  readonly #qmp: Link<QmpClient> | undefined;
  readonly #vnc: Link<RfbClient> | undefined;
  #hold: Hold | undefined;

  constructor(reach: Reach, areas: ChangedAreas, vncPassword: string | undefined) {
    this.#qmp = reach.input === "qmp" ? createQmpLink(reach.qmp) : undefined;
    this.#vnc = reach.vnc && createVncLink(reach.vnc, areas, vncPassword);
  }

  /** What carries the input. */
  get input(): Contact | undefined {
    return this.#qmp ?? this.#vnc;
  }

  /** What only looks at the screen. */
  get eyes(): Contact | undefined {
    return this.#qmp === undefined ? undefined : this.#vnc;
  }

  /** Whether the machine is told places or steps; undefined where only its VNC server knows. */
  get isAbsolute(): boolean | undefined {
    return this.#hold?.hand instanceof QmpHand ? this.#hold.hand.isAbsolute : undefined;
  }

  /** How large its screen is, where it is looked at. */
  get screen(): Size | undefined {
    return this.#vnc?.client;
  }

  /** Resolves when each connection was tried once: the machine may not be there yet. Never rejects. */
  async start(): Promise<void> {
    await Promise.all([this.#qmp?.start(), this.#vnc?.start()]);
  }

  /** The hand of the connection of this moment, waited for. Rejects when the signal aborts. */
  async hand(signal: AbortSignal): Promise<Hand> {
    if (this.#qmp !== undefined) {
      const screen = () => this.screen ?? USUAL_SCREEN;
      return this.#take(this.#qmp, (client) => new QmpHand(client, screen), signal);
    }
    if (this.#vnc === undefined) throw new Error("there is no way to the machine");
    return this.#take(this.#vnc, (client) => new VncHand(client), signal);
  }

  /**
   * Whether a hand failed because its connection is over; there will be another one then. A monitor that is shared
   * refuses what it is told when the machine goes, and ends the connection a moment later.
   */
  async hasLost(error: unknown): Promise<boolean> {
    const isRefusal = error instanceof QmpError && error.code === "AUX_QMP_COMMAND_FAILED";
    const isOver = error instanceof RfbError || (error instanceof QmpError && !isRefusal);
    if (isOver) this.#hold?.drop(error);
    else await sleep(GOING_MS);
    return isOver || this.#hold?.isConnected() !== true;
  }

  /** Resolves when nothing is connected any more. Can be called again. */
  async stop(): Promise<void> {
    await Promise.all([this.#qmp?.stop(), this.#vnc?.stop()]);
  }

  /** One for each connection, whose state it knows. */
  async #take<Client extends QmpClient | RfbClient>(
    link: Link<Client>,
    create: (client: Client) => Hand,
    signal: AbortSignal,
  ): Promise<Hand> {
    const client = await link.next(signal);
    if (this.#hold?.client !== client)
      this.#hold = {
        client,
        hand: create(client),
        drop: (reason) => link.drop(client, reason),
        isConnected: () => link.client === client,
      };
    return this.#hold.hand;
  }
}
