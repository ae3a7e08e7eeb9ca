import { EXIT } from "../exit-code.ts";
import { say } from "../terminal/output.ts";
import { buildProblemList } from "../terminal/problem-lines.ts";
import { buildStyle } from "../terminal/style.ts";
import { isUserError, problemsOf } from "../thrown-error.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Shows why a run could not be asked, and returns the exit code that it means: 2 where the folder is none of an
 * analysis, else 3.
 *
 * @throws what is no problem of a run
 */
export function reportControlError(error: unknown, headline: string): number {
  if (error instanceof UsageError || !isUserError(error)) throw error;
  const style = buildStyle(process.stderr.isTTY === true, process.env.NO_COLOR);
  const problems = problemsOf(error);
  say([`${style.strong("auxiliary:")} ${style.bad(headline)}`, ...buildProblemList(problems, style)]);
  return problems.some(({ code }) => code === "AUX_ANALYSIS_MISSING") ? EXIT.usage : EXIT.notBegun;
}
