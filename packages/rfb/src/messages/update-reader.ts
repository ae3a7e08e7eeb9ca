import { decodeCopyRect } from "../encodings/copy-rect.ts";
import { decodeCursorShape } from "../encodings/cursor-shape.ts";
import type { RfbEncoding } from "../encodings/encoding-numbers.ts";
import { decodeExtendedDesktopSize } from "../encodings/extended-desktop-size.ts";
import { decodeHextile } from "../encodings/hextile.ts";
import { decodeRaw } from "../encodings/raw.ts";
import { decodeZrle, findMostZrleBytes } from "../encodings/zrle.ts";
import { assertInside, type Rectangle } from "../picture/rectangle.ts";
import type { Screen } from "../picture/screen.ts";
import type { RfbConnection } from "../rfb-connection.ts";
import { RfbError } from "../rfb-error.ts";
import { readUint32, runDecoding } from "../stream/decoding.ts";
import { InflateSource } from "../stream/inflate-source.ts";
import { readRectangleHeader } from "./rectangle-header.ts";
import type { RfbUpdate } from "./rfb-update.ts";

const PAINTED = { raw: decodeRaw, copyrect: decodeCopyRect, hextile: decodeHextile } as const;

/** What one update has changed so far. */
interface Changes {
  readonly rectangles: Rectangle[];
  isResized: boolean;
  isCursorChanged: boolean;
}

/** Reads FramebufferUpdate messages (RFC 6143, section 7.6.1) and paints them. */
export class UpdateReader {
  readonly #connection: RfbConnection;
  readonly #screen: Screen;
  readonly #encodings: readonly RfbEncoding[];
  readonly #inflated: InflateSource;

  constructor(connection: RfbConnection, screen: Screen, encodings: readonly RfbEncoding[]) {
    this.#connection = connection;
    this.#screen = screen;
    this.#encodings = encodings;
    this.#inflated = new InflateSource((count) => connection.source.takeSome(count));
  }

  /**
   * Reads one update, whose type byte has been read.
   *
   * @throws AUX_RFB_MALFORMED, AUX_RFB_RECTANGLE, AUX_RFB_SCREEN_SIZE, AUX_RFB_TOO_LONG, AUX_RFB_CLOSED
   */
  async read(): Promise<RfbUpdate> {
    const { source } = this.#connection;
    const [startedMs, before] = [performance.now(), source.bytesRead - 1];
    const changes: Changes = { rectangles: [], isResized: false, isCursorChanged: false };
    const count = await this.#connection.decode(readRectangleCount());
    for (let index = 0; index < count; index++) await this.#readRectangle(changes);
    return { ...changes, bytes: source.bytesRead - before, startedMs, paintedMs: performance.now() };
  }

  /** Gives back the memory of the zlib stream. */
  destroy(): void {
    this.#inflated.destroy();
  }

  async #readRectangle(changes: Changes): Promise<void> {
    const { rectangle, encoding } = await this.#connection.decode(readRectangleHeader(this.#encodings));
    switch (encoding) {
      case "desktopSize":
        return this.#resize(rectangle, changes);
      case "extendedDesktopSize":
        return this.#resize(await this.#connection.decode(decodeExtendedDesktopSize(rectangle)), changes);
      case "cursor":
        this.#screen.cursor = await this.#connection.decode(decodeCursorShape(rectangle));
        changes.isCursorChanged = true;
        return undefined;
      default:
        assertInside(rectangle, this.#screen.framebuffer);
        if (encoding === "zrle") await this.#readZrle(rectangle);
        else await this.#connection.decode(PAINTED[encoding](rectangle, this.#screen.framebuffer));
        changes.rectangles.push(rectangle);
        return undefined;
    }
  }

  #resize(size: { readonly width: number; readonly height: number } | undefined, changes: Changes): void {
    if (size === undefined || !this.#screen.resize(size.width, size.height)) return;
    changes.isResized = true;
    // What was painted before lay in another picture.
    changes.rectangles.length = 0;
  }

  async #readZrle(rectangle: Rectangle): Promise<void> {
    const bytes = await this.#connection.decode(readUint32());
    const most = findMostZrleBytes(rectangle);
    if (bytes > most) {
      const { width, height } = rectangle;
      const message = `a ZRLE rectangle of ${width}x${height} is said to have ${bytes} bytes; ${most} are allowed`;
      throw new RfbError("AUX_RFB_TOO_LONG", message);
    }
    this.#inflated.begin(bytes);
    await runDecoding(
      decodeZrle(rectangle, this.#screen.framebuffer),
      this.#inflated,
      this.#connection.slice,
    );
    await this.#inflated.finish();
  }
}

function* readRectangleCount(): Generator<number, number, Buffer> {
  return (yield 3).readUInt16BE(1);
}
