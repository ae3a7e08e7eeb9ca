import type { Machine } from "@aux/core";
import type { ScreenshotOptions } from "../screenshot-options.ts";
import { makeQmpSource } from "./qmp/qmp-source.ts";
import type { ScreenSource, SourceName } from "./screen-source.ts";
import { makeVncSource } from "./vnc/vnc-source.ts";
import { makeX11Source } from "./x11/x11-source.ts";

/** Makes a source where options and machine say how the screen is reached; undefined where they do not. */
type SourceMaker = (machine: Machine, options: ScreenshotOptions) => ScreenSource | undefined;

/** Each kind of source. A new kind is one more entry. */
const MAKERS: Readonly<Record<SourceName, SourceMaker>> = {
  vnc: makeVncSource,
  qmp: makeQmpSource,
  x11: makeX11Source,
};

/** In this order `source = auto` asks them. */
const AUTO_ORDER: readonly SourceName[] = ["x11", "vnc", "qmp"];

/**
 * The source that is meant; undefined where the machine has no such screen.
 *
 * @throws AUX_SCREENSHOT_ADDRESS
 */
export function chooseSource(machine: Machine, options: ScreenshotOptions): ScreenSource | undefined {
  const names = options.source === "auto" ? AUTO_ORDER : [options.source];
  for (const name of names) {
    const source = MAKERS[name](machine, options);
    if (source !== undefined) return source;
  }
  return undefined;
}
