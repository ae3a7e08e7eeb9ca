import { type Option, textOption } from "@aux/core";
import { formatArea, parseAreas } from "./picture/mask.ts";
import type { Rectangle } from "./picture/rectangle.ts";

/** Areas of the screen: `X,Y,WIDTHxHEIGHT`, several with blanks between. */
export function areaListOption(text: {
  readonly description: string;
  readonly taskMayOverride: boolean;
}): Option<readonly Rectangle[]> {
  return {
    ...textOption({ ...text, default: "" }),
    default: [],
    allowed: "areas as X,Y,WIDTHxHEIGHT in pixels, with blanks between; 64 at most",
    parse: (raw) => parseAreas(Array.isArray(raw) ? raw.map(formatArea).join(" ") : String(raw)),
  };
}
