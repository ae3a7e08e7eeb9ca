import type { Machine } from "@aux/core";
import type { ScreenshotOptions } from "../screenshot-options.ts";
import type { ScreenSource, SourceName } from "./screen-source.ts";

/** Makes a source where options and machine say how the screen is reached; undefined where they do not. */
type SourceMaker = (machine: Machine, options: ScreenshotOptions) => ScreenSource | undefined;

/** Each kind of source, in the order in which `source = auto` asks them. A new kind is one more entry. */
const MAKERS: Readonly<Partial<Record<SourceName, SourceMaker>>> = {};

const AUTO_ORDER: readonly SourceName[] = ["x11", "vnc", "qmp"];

/** The source that is meant; undefined where the machine has no such screen. */
export function chooseSource(machine: Machine, options: ScreenshotOptions): ScreenSource | undefined {
  const names = options.source === "auto" ? AUTO_ORDER : [options.source];
  for (const name of names) {
    const source = MAKERS[name]?.(machine, options);
    if (source !== undefined) return source;
  }
  return undefined;
}
