import { BANDS_AT_ONCE, MOST_BYTES_PER_BAND } from "./limits.ts";
import { Picture } from "./picture.ts";
import { clipRectangle, type Rectangle } from "./rectangle.ts";
import { buildGetGeometry, buildGetImage } from "./requests.ts";
import type { Setup } from "./setup.ts";
import { RequestError, type X11Connection } from "./x11-connection.ts";

/** The error of a rectangle that does not lie on the screen. */
const BAD_MATCH = 8;
const MOST_TRIES = 5;

/** What was read of the screen. */
export interface ReadArea {
  readonly rectangles: readonly Rectangle[];
  readonly isResized: boolean;
}

/** Reads the screen into a picture, in bands, so that the event loop turns in between. */
export class ScreenReader {
  readonly #connection: X11Connection;
  readonly #setup: Setup;
  readonly #mostPixels: number;
  #picture: Picture | undefined;

  constructor(connection: X11Connection, setup: Setup, mostPixels: number) {
    this.#connection = connection;
    this.#setup = setup;
    this.#mostPixels = mostPixels;
  }

  /** The picture; undefined before the first reading. */
  get picture(): Picture | undefined {
    return this.#picture;
  }

  /**
   * Reads some rectangles; or the whole screen, where it has become another size meanwhile.
   *
   * @throws AUX_X11_SCREEN_SIZE, AUX_X11_MALFORMED, or why the connection has ended
   */
  async read(area: readonly Rectangle[] | "all"): Promise<ReadArea> {
    const picture = this.#picture;
    if (area === "all" || picture === undefined) return this.#readAll();
    const rectangles = area.flatMap((rectangle) => clipRectangle(rectangle, picture) ?? []);
    if (await this.#paint(picture, rectangles)) return { rectangles, isResized: false };
    return this.#readAll();
  }

  async #readAll(): Promise<ReadArea> {
    const before = this.#picture;
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const picture = await this.#beginPicture();
      const whole = { x: 0, y: 0, width: picture.width, height: picture.height };
      const isRead = await this.#paint(picture, [whole]);
      if (isRead) return { rectangles: [whole], isResized: before !== undefined && picture !== before };
    }
    throw new Error(`the screen's size changed ${MOST_TRIES} times while it was read`);
  }

  async #beginPicture(): Promise<Picture> {
    const geometry = await this.#connection.request(buildGetGeometry(this.#setup.root));
    const [width, height] = [geometry.readUInt16LE(16), geometry.readUInt16LE(18)];
    const isSame = this.#picture?.width === width && this.#picture.height === height;
    if (!isSame || this.#picture === undefined) this.#picture = new Picture(width, height, this.#mostPixels);
    return this.#picture;
  }

  /** False when the rectangles do not lie on the screen any more. */
  async #paint(picture: Picture, rectangles: readonly Rectangle[]): Promise<boolean> {
    const bands = rectangles.flatMap((rectangle) => [...listBands(rectangle)]);
    try {
      for (let at = 0; at < bands.length; at += BANDS_AT_ONCE) {
        await Promise.all(bands.slice(at, at + BANDS_AT_ONCE).map((band) => this.#paintBand(picture, band)));
      }
      return true;
    } catch (error) {
      if (error instanceof RequestError && error.code === BAD_MATCH) return false;
      throw error;
    }
  }

  #paintBand(picture: Picture, band: Rectangle): Promise<Buffer> {
    const body = picture.paint(band, this.#setup.format);
    return this.#connection.request(buildGetImage(this.#setup.root, band), body);
  }
}

function* listBands({ x, y, width, height }: Rectangle): Generator<Rectangle> {
  const rows = Math.max(1, Math.floor(MOST_BYTES_PER_BAND / (width * 4)));
  for (let top = 0; top < height; top += rows) {
    yield { x, y: y + top, width, height: Math.min(rows, height - top) };
  }
}
