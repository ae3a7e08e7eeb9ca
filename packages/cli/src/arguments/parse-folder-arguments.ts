import { cliProblem } from "../cli-problem.ts";
import { UsageError } from "../usage-error.ts";
import { type GivenOptions, type KnownOptions, parseOptions } from "./parse-options.ts";
import { findBadTimeout, parseSeconds } from "./parse-run-arguments.ts";

/** What a command was asked to do that is about one analysis folder. */
export interface FolderArguments {
  readonly isHelp: boolean;
  /** As it was given; empty with `--help`. */
  readonly folder: string;
  /** What stood behind the folder. */
  readonly rest: readonly string[];
  readonly flags: ReadonlySet<string>;
  readonly timeoutMs: number | undefined;
}

/** The commands about one analysis folder, each with its own options. */
const OPTIONS = {
  stop: { now: { type: "boolean" }, strict: { type: "boolean" }, json: { type: "boolean" } },
  status: { json: { type: "boolean" } },
  notify: {},
} as const satisfies Readonly<Record<string, KnownOptions>>;

const COMMON_OPTIONS = {
  timeout: { type: "string" },
  debug: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies KnownOptions;

/**
 * Reads `auxiliary NAME [OPTIONS] FOLDER …`.
 *
 * @param more what stands behind the folder, for a person
 * @throws UsageError with every AUX_USAGE that was found
 */
export async function parseFolderArguments(
  name: keyof typeof OPTIONS,
  argv: readonly string[],
  more: readonly string[] = [],
): Promise<FolderArguments> {
  const given = await parseOptions(argv, { ...OPTIONS[name], ...COMMON_OPTIONS });
  const isHelp = given.flags.has("help");
  const seconds = parseSeconds(given.values.get("timeout"));
  const problems = [
    ...given.problems,
    ...findBadTimeout(seconds, given),
    ...findMisplaced(name, given, more),
  ];
  if (problems.length > 0 && !isHelp) throw new UsageError(problems);
  const [folder = "", ...rest] = given.positionals;
  const timeoutMs = seconds === undefined ? undefined : seconds * 1000;
  return { isHelp, folder, rest, flags: given.flags, timeoutMs };
}

function findMisplaced(name: string, { positionals }: GivenOptions, more: readonly string[]) {
  if (positionals.length === 1 + more.length && positionals[0] !== "") return [];
  const usage = [`auxiliary ${name} [OPTIONS]`, "FOLDER", ...more].join(" ");
  const what =
    positionals.length === 0
      ? "no analysis folder is given"
      : `${JSON.stringify(positionals.join(" "))} is not what \`auxiliary ${name}\` takes`;
  return [cliProblem("AUX_USAGE", what, { remedy: `Write: ${usage}` })];
}
