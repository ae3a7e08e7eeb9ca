import { declareOptions, flagOption, numberOption, type OptionsOf } from "@aux/core";

/** The options of `[memory]`. */
export const MEMORY_OPTIONS = declareOptions({
  compress: flagOption({
    description:
      "Write memory.kdump, compressed with zlib, instead of memory.elf: smaller and several times slower.",
    default: false,
  }),
  timeout: numberOption({
    description: "Longest time that the dump may take; the machine stands still meanwhile.",
    min: 1,
    max: 3600,
    unit: "seconds",
    default: 120,
  }),
});

/** What `[memory]` sets, checked and converted. */
export type MemoryOptions = OptionsOf<typeof MEMORY_OPTIONS>;
