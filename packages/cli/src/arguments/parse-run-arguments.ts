import { isTimeout, TIMEOUT_ALLOWED } from "@aux/analysis";
import type { Problem } from "@aux/core";
import { cliProblem } from "../cli-problem.ts";
import { UsageError } from "../usage-error.ts";
import { type GivenOptions, type KnownOptions, parseOptions } from "./parse-options.ts";

/** What `auxiliary run` or `auxiliary start` was asked to do. */
export interface RunArguments {
  readonly isHelp: boolean;
  /** Program and arguments; none where nothing stood behind `--`. */
  readonly command: readonly string[];
  readonly root: string | undefined;
  readonly conf: string | undefined;
  /** A file's path, or a JSON object. */
  readonly task: string | undefined;
  readonly machine: string | undefined;
  readonly analysisPath: string | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly isStrict: boolean;
  readonly isJson: boolean;
  readonly isDebug: boolean;
}

const COMMON_OPTIONS = {
  conf: { type: "string" },
  root: { type: "string" },
  task: { type: "string" },
  machine: { type: "string" },
  "analysis-path": { type: "string" },
  timeout: { type: "string" },
  debug: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies KnownOptions;

/** What a run's exit code and output are is said by `auxiliary stop` when it was started detached. */
const OPTIONS: Readonly<Record<RunName, KnownOptions>> = {
  run: { ...COMMON_OPTIONS, strict: { type: "boolean" }, json: { type: "boolean" } },
  start: { ...COMMON_OPTIONS, detach: { type: "boolean" } },
};

/** The commands that begin a run. */
export type RunName = "run" | "start";

/** @throws UsageError with every AUX_USAGE that was found */
export async function parseRunArguments(
  argv: readonly string[],
  name: RunName = "run",
): Promise<RunArguments> {
  const end = argv.indexOf("--");
  const command = end < 0 ? [] : argv.slice(end + 1);
  const given = await parseOptions(end < 0 ? argv : argv.slice(0, end), OPTIONS[name]);
  const isHelp = given.flags.has("help");
  const timeoutSeconds = parseSeconds(given.values.get("timeout"));
  const problems = [
    ...given.problems,
    ...findMisplaced(given, end >= 0, command, name),
    ...(name === "start" && !given.flags.has("detach") ? [ATTACHED] : []),
    ...findBadTimeout(timeoutSeconds, given),
  ];
  if (problems.length > 0 && !isHelp) throw new UsageError(problems);
  return {
    isHelp,
    command,
    root: given.values.get("root"),
    conf: given.values.get("conf"),
    task: given.values.get("task"),
    machine: given.values.get("machine"),
    analysisPath: given.values.get("analysis-path"),
    timeoutSeconds,
    isStrict: given.flags.has("strict"),
    isJson: given.flags.has("json"),
    isDebug: given.flags.has("debug"),
  };
}

function findMisplaced(
  { positionals }: GivenOptions,
  hasEnd: boolean,
  command: readonly string[],
  name: RunName,
): Problem[] {
  if (positionals.length > 0) {
    const words = positionals.join(" ");
    const remedy = hasEnd
      ? "Put the command and all its arguments behind `--`."
      : `Put \`--\` before the command: ${buildBeginning(name)} -- ${words}`;
    return [cliProblem("AUX_USAGE", `${JSON.stringify(words)} is no option`, { remedy })];
  }
  return command[0] === "" ? [cliProblem("AUX_USAGE", "the command is an empty text")] : [];
}

function buildBeginning(name: RunName): string {
  return name === "run" ? "auxiliary run" : "auxiliary start --detach";
}

const ATTACHED = cliProblem("AUX_USAGE", "`auxiliary start` without --detach is `auxiliary run`", {
  remedy: "Write `auxiliary start --detach …`, or `auxiliary run …` to stay with it until it is over.",
});

/** NaN for what is no number of seconds. */
export function parseSeconds(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,7}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
}

/** AUX_USAGE for a `--timeout` that is none. */
export function findBadTimeout(seconds: number | undefined, given: GivenOptions): Problem[] {
  if (seconds === undefined || isTimeout(seconds)) return [];
  const found = JSON.stringify(given.values.get("timeout"));
  return [cliProblem("AUX_USAGE", `--timeout is ${found}`, { at: { allowed: TIMEOUT_ALLOWED } })];
}
