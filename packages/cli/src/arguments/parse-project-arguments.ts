import { cliProblem } from "../cli-problem.ts";
import { UsageError } from "../usage-error.ts";
import { type KnownOptions, parseOptions } from "./parse-options.ts";

/** What a command that looks at a project was asked to show. */
export interface ProjectArguments {
  readonly isHelp: boolean;
  readonly root: string | undefined;
  readonly conf: string | undefined;
  readonly isJson: boolean;
  /** Of the options of its own. */
  readonly values: ReadonlyMap<string, string>;
}

const PROJECT_OPTIONS = {
  conf: { type: "string" },
  root: { type: "string" },
  json: { type: "boolean" },
  debug: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies KnownOptions;

/**
 * Reads the arguments of `auxiliary list` and `auxiliary doctor`.
 *
 * @param own the options that the command has beside those of both
 * @throws UsageError with every AUX_USAGE that was found
 */
export async function parseProjectArguments(
  argv: readonly string[],
  own: KnownOptions = {},
): Promise<ProjectArguments> {
  const given = await parseOptions(argv, { ...PROJECT_OPTIONS, ...own });
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
    values: given.values,
  };
}
