import { cliProblem } from "../cli-problem.ts";
import { UsageError } from "../usage-error.ts";
import { type KnownOptions, parseOptions } from "./parse-options.ts";

/** What `auxiliary recover` was asked to recover. */
export interface RecoverArguments {
  readonly isHelp: boolean;
  /** As they were given; none: all of the project's storage. */
  readonly folders: readonly string[];
  readonly root: string | undefined;
  readonly isJson: boolean;
}

const RECOVER_OPTIONS = {
  root: { type: "string" },
  json: { type: "boolean" },
  debug: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies KnownOptions;

/** @throws UsageError with every AUX_USAGE that was found */
export async function parseRecoverArguments(argv: readonly string[]): Promise<RecoverArguments> {
  const given = await parseOptions(argv, RECOVER_OPTIONS);
  const isHelp = given.flags.has("help");
  const root = given.values.get("root");
  const problems = [...given.problems];
  if (given.positionals.includes("")) problems.push(cliProblem("AUX_USAGE", "a FOLDER is empty"));
  if (root !== undefined && given.positionals.length > 0)
    problems.push(cliProblem("AUX_USAGE", "--root and a FOLDER were given: either a project or folders"));
  if (problems.length > 0 && !isHelp) throw new UsageError(problems);
  return { isHelp, folders: given.positionals, root, isJson: given.flags.has("json") };
}
