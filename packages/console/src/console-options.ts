import { declareOptions, flagOption, integerOption, type OptionsOf } from "@aux/core";

/** The options of `[console]`. */
export const CONSOLE_OPTIONS = declareOptions({
  logLimit: integerOption({
    description: "Longest console.log; what the guest writes beyond is counted and thrown away.",
    min: 1,
    max: 4_194_304,
    unit: "KiB",
    default: 65_536,
  }),
  events: flagOption({
    description: "Also record what QEMU says happened to the machine, where it has a monitor.",
    default: true,
  }),
});

/** What `[console]` sets, checked and converted. */
export type ConsoleOptions = OptionsOf<typeof CONSOLE_OPTIONS>;
