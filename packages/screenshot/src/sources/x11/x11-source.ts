import type { Machine } from "@aux/core";
import { connectX11, X11Error, type X11Screen, type X11Update } from "@aux/x11";
import type { Frame } from "../frame.ts";
import type { ScreenSource, ScreenView } from "../screen-source.ts";

/** What the options say about the display. */
export interface DisplayOptions {
  readonly display: string | undefined;
  readonly displayAuthority: string | undefined;
}

/** The X display that the options name, else the machine's; undefined where neither names one. */
export function makeX11Source(machine: Machine, options: DisplayOptions): ScreenSource | undefined {
  const display = options.display ?? machine.display;
  return display === undefined ? undefined : new X11Source(display, options.displayAuthority);
}

class X11Source implements ScreenSource {
  readonly name = "x11";
  readonly description: string;
  readonly #display: string;
  readonly #authorityPath: string | undefined;

  constructor(display: string, authorityPath: string | undefined) {
    this.description = `the X display ${display}`;
    this.#display = display;
    this.#authorityPath = authorityPath;
  }

  async connect(signal: AbortSignal): Promise<ScreenView> {
    return new X11View(await connectX11(this.#display, { authorityPath: this.#authorityPath, signal }));
  }

  isAbsent(error: unknown): boolean {
    return error instanceof X11Error && error.code === "AUX_X11_UNREACHABLE";
  }
}

/** A connection to a display, whose server says itself what has changed, when something has. */
class X11View implements ScreenView {
  readonly #screen: X11Screen;

  constructor(screen: X11Screen) {
    this.#screen = screen;
  }

  async nextFrame(signal: AbortSignal): Promise<Frame> {
    return buildFrame(await this.#screen.nextUpdate({ signal }));
  }

  async wholeFrame(signal: AbortSignal): Promise<Frame> {
    return buildFrame(await this.#screen.wholeUpdate({ signal }));
  }

  async close(): Promise<void> {
    await this.#screen.close();
  }
}

function buildFrame({ picture, rectangles, isResized, readMs }: X11Update): Frame {
  const { width, height, words } = picture;
  return { width, height, words, changed: isResized ? undefined : rectangles, takenMs: readMs };
}
