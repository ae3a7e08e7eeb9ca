import {
  choiceOption,
  declareOptions,
  flagOption,
  integerOption,
  numberOption,
  type OptionsOf,
  secretOption,
  textOption,
} from "@aux/core";

const LARGEST_SEED = 4_294_967_295;

/** The options of `[human]`. */
export const HUMAN_OPTIONS = declareOptions({
  pace: numberOption({
    description: "How many actions (a click, a word typed) a minute, on average.",
    min: 0.1,
    max: 600,
    default: 30,
    taskMayOverride: true,
  }),
  seed: integerOption({
    description:
      "The same seed gives the same actions. Default: another one each time, which the record tells.",
    max: LARGEST_SEED,
    taskMayOverride: true,
  }),
  clicks: flagOption({
    description: "Whether it clicks; off: the pointer only moves.",
    default: true,
    taskMayOverride: true,
  }),
  typing: flagOption({
    description: "Whether it types and presses Enter.",
    default: true,
    taskMayOverride: true,
  }),
  text: textOption({
    description: "What it types: phrases with `|` between them. Default: a few English words.",
    allowed: "letters, digits, blanks and signs of ASCII, 1000 at most, with a phrase between any two `|`",
    pattern: /^(?=.{1,1000}$)[\x20-\x7b\x7d\x7e]+(\|[\x20-\x7b\x7d\x7e]+)*$/,
    taskMayOverride: true,
  }),
  maxActions: integerOption({
    description: "After so many actions it rests.",
    min: 1,
    max: 100_000,
    default: 10_000,
  }),
  input: choiceOption({
    description:
      "How it reaches the machine. `auto`: QEMU's monitor where the machine has one, else its VNC server.",
    choices: ["auto", "qmp", "vnc"],
    default: "auto",
  }),
  vncPassword: secretOption({
    description: "Password of the machine's VNC server, if it asks for one.",
  }),
});

/** What `[human]` sets, checked and converted. */
export type HumanOptions = OptionsOf<typeof HUMAN_OPTIONS>;
