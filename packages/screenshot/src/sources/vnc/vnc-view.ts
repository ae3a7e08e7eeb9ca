import { type Rectangle, type RfbClient, RfbError } from "@aux/rfb";
import type { Frame } from "../frame.ts";
import type { ScreenView } from "../screen-source.ts";

/**
 * QEMU's server looks ever more rarely at a screen that is still, down to once in three seconds. After each of these
 * messages it looks at once, then after 80, 130, 180 and 230 ms more; so the message comes before the last of these is
 * over, and nothing is longer than 180 ms on the screen unseen. Each costs this process 0.2 ms. Source: ui/vnc.c.
 */
const KEEP_AWAKE_MS = 550;

/** A connection to a VNC server: it says itself what has changed, when something has. */
export class VncView implements ScreenView {
  readonly #client: RfbClient;
  /** True while the framebuffer does not hold a whole picture. */
  #isPartial = true;

  constructor(client: RfbClient) {
    this.#client = client;
    // For other servers an empty clipboard is one: it would take the place of the guest's.
    if (isQemu(client.name)) client.keepAwake(KEEP_AWAKE_MS);
  }

  async nextFrame(signal: AbortSignal): Promise<Frame> {
    for (;;) {
      const { rectangles, isResized, startedMs } = await this.#client.nextUpdate({ signal });
      if (isResized) this.#isPartial = true;
      // After a resize the whole of the new picture is asked for, and comes in the next update.
      if (isResized || rectangles.length === 0) continue;
      return this.#buildFrame(startedMs, this.#isPartial ? undefined : rectangles);
    }
  }

  /** Updates that were on their way already may come first. */
  async wholeFrame(signal: AbortSignal): Promise<Frame> {
    this.#client.requestUpdate({ isIncremental: false });
    let covered = 0;
    for (;;) {
      const { rectangles, isResized, startedMs } = await this.#client.nextUpdate({ signal });
      covered = isResized ? 0 : Math.max(covered, 0) + areaOf(rectangles);
      if (covered >= this.#client.width * this.#client.height) return this.#buildFrame(startedMs, undefined);
    }
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  #buildFrame(takenMs: number, changed: readonly Rectangle[] | undefined): Frame {
    const { width, height, words } = this.#client.framebuffer;
    this.#isPartial = false;
    return { width, height, words, changed, takenMs };
  }
}

/** True for a server that nobody is at: nothing listens there. */
export function isNobodyThere(error: unknown): boolean {
  return error instanceof RfbError && error.code === "AUX_RFB_UNREACHABLE";
}

/** QEMU calls itself `QEMU` or `QEMU (name of the machine)`. Source: ui/vnc.c. */
function isQemu(name: string): boolean {
  return /^QEMU\b/.test(name);
}

function areaOf(rectangles: readonly Rectangle[]): number {
  return rectangles.reduce((sum, { width, height }) => sum + width * height, 0);
}
