import { stopAnalysis } from "@aux/analysis";
import { type FolderArguments, parseFolderArguments } from "../arguments/parse-folder-arguments.ts";
import { EXIT, exitCodeOf } from "../exit-code.ts";
import { STOP_HELP } from "../help/stop-help.ts";
import { print, say } from "../terminal/output.ts";
import { buildStyle } from "../terminal/style.ts";
import { buildSummary } from "../terminal/summary.ts";
import { reportControlError } from "./report-control-error.ts";

/** `auxiliary stop`: ends a run, or finds that it is over, and says what came of it. Returns the exit code of the run. */
export async function stopCommand(argv: readonly string[]): Promise<number> {
  const given = await parseFolderArguments("stop", argv);
  if (given.isHelp) {
    await print(STOP_HELP);
    return 0;
  }
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, leave);
  try {
    return await stop(given);
  } catch (error) {
    return reportControlError(error, "the analysis was not seen to end");
  }
}

async function stop({ folder, flags, timeoutMs }: FolderArguments): Promise<number> {
  const record = await stopAnalysis(folder, { isNow: flags.has("now"), timeoutMs });
  const style = buildStyle(process.stderr.isTTY === true, process.env.NO_COLOR);
  say(buildSummary(record, style, process.cwd()));
  if (flags.has("json")) await print(`${JSON.stringify(record, null, 2)}\n`);
  return exitCodeOf(record, flags.has("strict"));
}

/** Whoever does not wait any more has still told the run to end. */
function leave(signal: NodeJS.Signals): void {
  say([`auxiliary: ${signal}: not waiting any longer; the analysis goes on ending`]);
  process.exit(EXIT.interrupted);
}
