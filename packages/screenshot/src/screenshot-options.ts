import {
  choiceOption,
  declareOptions,
  integerOption,
  numberOption,
  type OptionsOf,
  secretOption,
  textOption,
} from "@aux/core";
import { areaListOption } from "./area-list-option.ts";
import { SOURCE_NAMES } from "./sources/screen-source.ts";

/** The options of `[screenshot]`. */
export const SCREENSHOT_OPTIONS = declareOptions({
  source: choiceOption({
    description:
      "Where pictures come from. `auto`: the X11 display where one is named, else the machine's VNC server, else QEMU's monitor.",
    choices: ["auto", ...SOURCE_NAMES],
    default: "auto",
  }),
  rate: numberOption({
    description: "Most pictures per second. With `qmp`: how often the screen is looked at.",
    min: 0.1,
    max: 30,
    default: 10,
    taskMayOverride: true,
  }),
  threshold: numberOption({
    description:
      "A picture is kept when more than so many per cent of the screen differ from the one kept before; 0: any pixel.",
    max: 100,
    default: 0.2,
    taskMayOverride: true,
  }),
  mask: areaListOption({
    description:
      "Areas whose changes do not count, for example a clock; they are in the pictures all the same.",
    taskMayOverride: true,
  }),
  maxShots: integerOption({
    description: "Most pictures that are kept; with more, older ones are removed evenly.",
    min: 2,
    max: 100_000,
    default: 500,
    taskMayOverride: true,
  }),
  vnc: textOption({
    description: "VNC server of the machine, instead of the one that the machine names.",
    allowed: "the path of a unix socket, or host:port (display :1 is port 5901)",
    pattern: /\/|^[A-Za-z0-9._-]+:\d{1,5}$|^\[[0-9A-Fa-f:.%]+\]:\d{1,5}$/,
  }),
  vncPassword: secretOption({ description: "Password of the VNC server." }),
  vncPasswordFile: textOption({ description: "File whose first line is the password of the VNC server." }),
  display: textOption({
    description: "X11 display to look at, instead of the one that the machine names.",
    allowed: "an X11 display, `:0` or `host:0`",
    pattern: /^[A-Za-z0-9._-]*:\d{1,5}(\.\d{1,3})?$/,
  }),
  displayAuthority: textOption({
    description:
      "File with the cookie of the X11 display. Default: the runner's XAUTHORITY, else ~/.Xauthority.",
  }),
});

/** What `[screenshot]` sets, checked and converted. */
export type ScreenshotOptions = OptionsOf<typeof SCREENSHOT_OPTIONS>;
