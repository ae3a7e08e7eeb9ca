import { isPackageName } from "../discovery/package-name.ts";
import { choiceOption, flagOption, integerOption, numberOption, type Option, textOption } from "./option.ts";

const LONGEST_TIMEOUT_SECONDS = 86_400;
/** What may follow a crash. */
export const ON_CRASH = ["note", "restart", "abort"] as const;
/** A tebibyte. */
const LARGEST_MIB = 1_048_576;

/** The keys that every section may have, by camelCase name: they belong to the runner, all others to the module. */
export const COMMON_DECLARATIONS = {
  enabled: flagOption({ description: "Whether the module runs.", default: true }),
  order: integerOption({
    description: "Place in the sequence: lower starts first and stops last. Default: the module's own.",
    min: -1_000_000,
    max: 1_000_000,
  }),
  required: flagOption({
    description: "Whether the analysis must not begin when the module fails to start.",
    default: false,
  }),
  startTimeout: timeoutOption("Longest time that the module's start may take, in seconds."),
  stopTimeout: timeoutOption("Longest time that the module's stop may take, in seconds."),
  hookTimeout: timeoutOption(
    "Longest time that each of the module's optional hooks may take, in seconds. Default: the module's own.",
  ),
  onCrash: choiceOption({
    description:
      "What follows when a program of the module ends by itself: note it, restart the module, or abort the analysis. Default: note.",
    choices: ON_CRASH,
  }),
  maxSize: numberOption({
    description: "Size at which one of the module's files makes the module end early. Default: none.",
    min: 0.001,
    max: LARGEST_MIB,
    unit: "MiB",
  }),
  minFree: numberOption({
    description:
      "Free space below which the module ends early; 0 never. Default: 256 MiB, or 5 % of a disk where that is less.",
    min: 0,
    max: LARGEST_MIB,
    unit: "MiB",
  }),
  package: packageOption(),
};

/** Their camelCase names. */
export const COMMON_KEYS: readonly string[] = Object.keys(COMMON_DECLARATIONS);

function timeoutOption(description: string): Option<number | undefined> {
  return numberOption({ description, min: 0.001, max: LONGEST_TIMEOUT_SECONDS, unit: "seconds" });
}

function packageOption(): Option<string | undefined> {
  const text = textOption({ description: "The package that serves the section, when two could." });
  return {
    ...text,
    allowed: "a package's name",
    parse: (raw) => (typeof raw === "string" && isPackageName(raw) ? raw : undefined),
  };
}
