import { EXIT } from "./exit-code.ts";
import { say } from "./terminal/output.ts";
import { buildProblemList } from "./terminal/problem-lines.ts";
import { buildStyle } from "./terminal/style.ts";
import { isUserError, problemsOf, stackOf } from "./thrown-error.ts";

/** Runs one command line and returns its exit code; whatever is thrown is shown as problems. */
export async function main(argv: readonly string[]): Promise<number> {
  surviveClosedOutput();
  try {
    return await dispatch(argv);
  } catch (error) {
    return reportError(error, isDebug(argv));
  }
}

async function dispatch(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  switch (name) {
    case "run":
      return (await import("./run/run-command.ts")).runCommand(rest);
    case "list":
      return (await import("./list/list-command.ts")).listCommand(rest);
    case "doctor":
      return (await import("./doctor/doctor-command.ts")).doctorCommand(rest);
    default:
      return (await import("./help/help-command.ts")).helpCommand(argv);
  }
}

function reportError(error: unknown, isDebug: boolean): number {
  const style = buildStyle(process.stderr.isTTY === true, process.env.NO_COLOR);
  const problems = problemsOf(error);
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  const isUsers = isUserError(error);
  say([
    `${style.strong("auxiliary:")} ${style.bad(isUsers ? `nothing was started, because of ${count}` : "something failed")}`,
    ...buildProblemList(problems, style),
    ...(isDebug ? stackOf(error) : []),
  ]);
  return isUsers ? EXIT.usage : EXIT.notBegun;
}

/** `--debug` before `--` is ours, after it the command's. */
function isDebug(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end < 0 ? undefined : end).includes("--debug");
}

/** A reader that has gone (`| head`, a closed terminal) must not end a run in the middle. */
function surviveClosedOutput(): void {
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});
}
