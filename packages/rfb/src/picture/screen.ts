import type { RfbCursor } from "./cursor.ts";
import { Framebuffer } from "./framebuffer.ts";

/** What the server shows, as of the last update. */
export class Screen {
  framebuffer: Framebuffer;
  cursor: RfbCursor | undefined;
  readonly #mostPixels: number;

  /** @throws AUX_RFB_SCREEN_SIZE */
  constructor(width: number, height: number, mostPixels: number) {
    this.#mostPixels = mostPixels;
    this.framebuffer = new Framebuffer(width, height, mostPixels);
  }

  /**
   * Begins a new, black picture; whoever holds the one before keeps it as it was. False when the size is what it was.
   *
   * @throws AUX_RFB_SCREEN_SIZE
   */
  resize(width: number, height: number): boolean {
    if (width === this.framebuffer.width && height === this.framebuffer.height) return false;
    this.framebuffer = new Framebuffer(width, height, this.#mostPixels);
    return true;
  }
}
