import { choiceOption, declareOptions, type OptionsOf, textOption } from "@aux/core";
import { SOURCE_NAMES } from "./sources/screen-source.ts";

/** The options of `[screenshot]`. */
export const SCREENSHOT_OPTIONS = declareOptions({
  source: choiceOption({
    description:
      "Where pictures come from. `auto`: the display that `display` names, else the machine's VNC server, else its QEMU monitor.",
    choices: ["auto", ...SOURCE_NAMES],
    default: "auto",
  }),
  display: textOption({
    description: "X11 display to look at, unless the machine names its own.",
    allowed: "an X11 display, `:0` or `host:0`",
    pattern: /^[A-Za-z0-9._-]*:\d{1,5}(\.\d{1,3})?$/,
  }),
});

/** What `[screenshot]` sets, checked and converted. */
export type ScreenshotOptions = OptionsOf<typeof SCREENSHOT_OPTIONS>;
