import type { RfbClient } from "@aux/rfb";
import type { Key } from "../keyboard/keys.ts";
import type { Point } from "../pointer/point.ts";
import type { Hand } from "./hand.ts";

const LEFT_BUTTON = 1;

/** Input through a VNC server: its pointer events carry place and buttons together. */
export class VncHand implements Hand {
  readonly #client: RfbClient;
  #at: Point = { x: 0.5, y: 0.5 };
  #buttons = 0;

  constructor(client: RfbClient) {
    this.#client = client;
  }

  async prepare(): Promise<void> {}

  async move(to: Point): Promise<void> {
    this.#at = to;
    this.#point();
  }

  async button(isDown: boolean): Promise<void> {
    this.#buttons = isDown ? LEFT_BUTTON : 0;
    this.#point();
  }

  async key({ keysym }: Key, isDown: boolean): Promise<void> {
    this.#client.key(keysym, isDown);
  }

  #point(): void {
    const { width, height } = this.#client;
    this.#client.pointer(this.#at.x * (width - 1), this.#at.y * (height - 1), this.#buttons);
  }
}
