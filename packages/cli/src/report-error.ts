import { EXIT } from "./exit-code.ts";
import { say } from "./terminal/output.ts";
import { buildProblemList } from "./terminal/problem-lines.ts";
import { buildStyle } from "./terminal/style.ts";
import { isUserError, problemsOf, stackOf } from "./thrown-error.ts";

/** Shows what a command threw, as problems, and returns the exit code that it means. */
export function reportError(error: unknown, argv: readonly string[]): number {
  const style = buildStyle(process.stderr.isTTY === true, process.env.NO_COLOR);
  const problems = problemsOf(error);
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  const isUsers = isUserError(error);
  say([
    `${style.strong("auxiliary:")} ${style.bad(isUsers ? `nothing was started, because of ${count}` : "something failed")}`,
    ...buildProblemList(problems, style),
    ...(isDebug(argv) ? stackOf(error) : []),
  ]);
  return isUsers ? EXIT.usage : EXIT.notBegun;
}

/** `--debug` before `--` is ours, after it the command's. */
function isDebug(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end < 0 ? undefined : end).includes("--debug");
}
