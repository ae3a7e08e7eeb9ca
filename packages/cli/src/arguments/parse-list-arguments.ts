import { cliProblem } from "../cli-problem.ts";
import { UsageError } from "../usage-error.ts";
import { type KnownOptions, parseOptions } from "./parse-options.ts";

/** What `auxiliary list` was asked to show. */
export interface ListArguments {
  readonly isHelp: boolean;
  readonly root: string | undefined;
  readonly conf: string | undefined;
  readonly isJson: boolean;
  readonly isDebug: boolean;
}

const LIST_OPTIONS = {
  conf: { type: "string" },
  root: { type: "string" },
  json: { type: "boolean" },
  debug: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies KnownOptions;

/** @throws UsageError with every AUX_USAGE that was found */
export async function parseListArguments(argv: readonly string[]): Promise<ListArguments> {
  const given = await parseOptions(argv, LIST_OPTIONS);
  const isHelp = given.flags.has("help");
  const stray = given.positionals.map((word) =>
    cliProblem("AUX_USAGE", `${JSON.stringify(word)} is no option`),
  );
  const problems = [...given.problems, ...stray];
  if (problems.length > 0 && !isHelp) throw new UsageError(problems);
  return {
    isHelp,
    root: given.values.get("root"),
    conf: given.values.get("conf"),
    isJson: given.flags.has("json"),
    isDebug: given.flags.has("debug"),
  };
}
