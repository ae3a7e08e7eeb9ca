import { cliProblem } from "../cli-problem.ts";
import { UsageError } from "../usage-error.ts";
import { type KnownOptions, parseOptions } from "./parse-options.ts";

/** What `auxiliary doctor` was asked to examine. */
export interface DoctorArguments {
  readonly isHelp: boolean;
  readonly root: string | undefined;
  readonly conf: string | undefined;
  readonly machine: string | undefined;
  readonly isJson: boolean;
}

const DOCTOR_OPTIONS = {
  conf: { type: "string" },
  root: { type: "string" },
  machine: { type: "string" },
  json: { type: "boolean" },
  debug: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies KnownOptions;

/** @throws UsageError with every AUX_USAGE that was found */
export async function parseDoctorArguments(argv: readonly string[]): Promise<DoctorArguments> {
  const given = await parseOptions(argv, DOCTOR_OPTIONS);
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
    machine: given.values.get("machine"),
    isJson: given.flags.has("json"),
  };
}
