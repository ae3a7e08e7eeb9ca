import { setTimeout as sleep } from "node:timers/promises";
import type { QmpClient } from "@aux/qmp";
import type { Key } from "../keyboard/keys.ts";
import type { Point } from "../pointer/point.ts";
import { RelativePointer } from "../pointer/relative-pointer.ts";
import type { Size } from "../screen/size.ts";
import type { Hand } from "./hand.ts";

/** The far edge of the screen in absolute events. Source: QEMU QMP Reference Manual, `InputMoveEvent`. */
const FAR_EDGE = 0x7fff;
const COMMAND_MS = 2_000;
const LOOK_MS = 200;

type InputEvent = Readonly<Record<"type" | "data", unknown>>;

/** Input through QEMU's monitor: `input-send-event`. Events for a machine that is paused would be lost. */
export class QmpHand implements Hand {
  readonly #client: QmpClient;
  readonly #relative: RelativePointer;
  #isAbsolute: boolean | undefined;

  /** @param screen for a machine that knows no places: how large its screen is */
  constructor(client: QmpClient, screen: () => Size) {
    this.#client = client;
    this.#relative = new RelativePointer(screen, (dx, dy) => this.#send(buildMove("rel", dx, dy)));
  }

  /** Whether the machine is told places or steps; undefined before that is known. */
  get isAbsolute(): boolean | undefined {
    return this.#isAbsolute;
  }

  /** A guest that boots may only just have found its tablet. */
  async prepare(signal: AbortSignal): Promise<void> {
    while (!(await this.#isRunning(signal))) await sleep(LOOK_MS, undefined, { signal });
    const mice = await this.#client.execute("query-mice", undefined, { timeoutMs: COMMAND_MS, signal });
    this.#isAbsolute = isAbsoluteMouse(mice);
    if (this.#isAbsolute) this.#relative.forget();
  }

  async move(to: Point): Promise<void> {
    if (this.#isAbsolute !== true) return this.#relative.move(to);
    await this.#send(buildMove("abs", Math.round(to.x * FAR_EDGE), Math.round(to.y * FAR_EDGE)));
  }

  async button(isDown: boolean): Promise<void> {
    await this.#send([{ type: "btn", data: { down: isDown, button: "left" } }]);
  }

  async key({ qcode }: Key, isDown: boolean): Promise<void> {
    await this.#send([{ type: "key", data: { down: isDown, key: { type: "qcode", data: qcode } } }]);
  }

  async #isRunning(signal: AbortSignal): Promise<boolean> {
    const options = { timeoutMs: COMMAND_MS, signal };
    return (await this.#client.execute("query-status", undefined, options)).running;
  }

  async #send(events: readonly InputEvent[]): Promise<void> {
    await this.#client.execute("input-send-event", { events }, { timeoutMs: COMMAND_MS });
  }
}

function buildMove(type: "abs" | "rel", x: number, y: number): readonly InputEvent[] {
  return [
    { type, data: { axis: "x", value: x } },
    { type, data: { axis: "y", value: y } },
  ];
}

/** The mouse that events go to is the one called current. */
function isAbsoluteMouse(mice: unknown): boolean {
  if (!Array.isArray(mice)) return false;
  return mice.some((mouse: unknown) => isRecord(mouse) && mouse.current === true && mouse.absolute === true);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
