import type { Rectangle } from "./rectangle.ts";
import {
  buildDamageCreate,
  buildDamageSubtract,
  buildDamageVersion,
  buildQueryExtension,
} from "./requests.ts";
import type { Setup } from "./setup.ts";
import type { X11Connection } from "./x11-connection.ts";
import { X11Error } from "./x11-error.ts";

/** The server's watch over all that changes on the screen (its DAMAGE extension). */
export class Damage {
  readonly #connection: X11Connection;
  readonly #opcode: number;
  readonly #eventType: number;
  readonly #id: number;

  private constructor(connection: X11Connection, opcode: number, eventType: number, id: number) {
    this.#connection = connection;
    this.#opcode = opcode;
    this.#eventType = eventType;
    this.#id = id;
  }

  /** @throws AUX_X11_UNSUPPORTED, or why the connection has ended */
  static async create(connection: X11Connection, { root, ownId }: Setup): Promise<Damage> {
    const extension = await connection.request(buildQueryExtension("DAMAGE"));
    const isPresent = extension.readUInt8(8) !== 0;
    if (!isPresent) throw new X11Error("AUX_X11_UNSUPPORTED", "the X server has no DAMAGE extension");
    const damage = new Damage(connection, extension.readUInt8(9), extension.readUInt8(10), ownId);
    await connection.request(buildDamageVersion(damage.#opcode));
    connection.send(buildDamageCreate(damage.#opcode, ownId, root));
    return damage;
  }

  /** From now on, changes count anew. */
  forget(): void {
    this.#connection.send(buildDamageSubtract(this.#opcode, this.#id));
  }

  /** What has changed, where the event is about that. */
  findRectangle(event: Buffer): Rectangle | undefined {
    if (event.readUInt8(0) !== this.#eventType) return undefined;
    return {
      x: event.readInt16LE(16),
      y: event.readInt16LE(18),
      width: event.readUInt16LE(20),
      height: event.readUInt16LE(22),
    };
  }
}
