import { parseRunArguments } from "../arguments/parse-run-arguments.ts";
import { cliProblem } from "../cli-problem.ts";
import { EXIT } from "../exit-code.ts";
import { print, say } from "../terminal/output.ts";
import { printable } from "../terminal/printable.ts";
import { buildProblemLines } from "../terminal/problem-lines.ts";
import { buildStyle } from "../terminal/style.ts";
import { type Supervisor, type SupervisorEnd, spawnSupervisor } from "./spawn-supervisor.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** `auxiliary start --detach`: returns once the analysis is under way, and prints its folder. Returns the exit code. */
export async function startCommand(argv: readonly string[]): Promise<number> {
  const given = await parseRunArguments(argv, "start");
  if (given.isHelp) return showHelp();
  const supervisor = spawnSupervisor(argv, (words) => process.stderr.write(words));
  for (const signal of SIGNALS) process.on(signal, () => supervisor.end());
  const end = await supervisor.armedOrEnded;
  return "armed" in end ? showFolder(end.armed, supervisor) : codeOf(end);
}

/** A folder that nobody learns of is an analysis that nobody stops. */
async function showFolder(analysisPath: string, supervisor: Supervisor): Promise<number> {
  try {
    await print(`${analysisPath}\n`);
    return 0;
  } catch (error) {
    supervisor.end();
    throw error;
  }
}

function codeOf(end: Exclude<SupervisorEnd, { armed: string }>): number {
  if ("code" in end) return end.code;
  const problem = cliProblem(
    "AUX_SUPERVISOR_LOST",
    `the process that was to keep the analysis ended before it was under way: ${printable(end.lost)}`,
  );
  say(buildProblemLines(problem, buildStyle(process.stderr.isTTY === true, process.env.NO_COLOR)));
  return EXIT.notBegun;
}

async function showHelp(): Promise<number> {
  const { START_HELP } = await import("../help/start-help.ts");
  await print(START_HELP);
  return 0;
}
