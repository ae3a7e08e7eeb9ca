import { type RecoveryReport, recoverFolders, recoverStorage } from "@aux/analysis";
import { parseRecoverArguments } from "../arguments/parse-recover-arguments.ts";
import { EXIT } from "../exit-code.ts";
import { RECOVER_HELP } from "../help/recover-help.ts";
import { print, say } from "../terminal/output.ts";
import { buildStyle } from "../terminal/style.ts";
import { buildRecoveryLines } from "./recovery-lines.ts";

/** `auxiliary recover`: finishes what killed runs have left. Returns the exit code. */
export async function recoverCommand(argv: readonly string[]): Promise<number> {
  const given = await parseRecoverArguments(argv);
  if (given.isHelp) {
    await print(RECOVER_HELP);
    return 0;
  }
  const { folders, root = "." } = given;
  const reports = folders.length > 0 ? await recoverFolders(folders) : await recoverStorage(root);
  const style = buildStyle(process.stderr.isTTY === true, process.env.NO_COLOR);
  say(
    reports.length === 0
      ? ["auxiliary: nothing to recover: every analysis was ended in order, or goes on"]
      : reports.flatMap((report) => buildRecoveryLines(report, style, process.cwd())),
  );
  if (given.isJson) await print(`${JSON.stringify(reports, null, 2)}\n`);
  return exitCodeOf(reports);
}

function exitCodeOf(reports: readonly RecoveryReport[]): number {
  if (reports.every(({ problems }) => problems.length === 0)) return 0;
  const isNoAnalysis = reports.some(({ problems }) =>
    problems.some(({ code }) => code === "AUX_RECOVER_NOTHING"),
  );
  return isNoAnalysis ? EXIT.usage : EXIT.notBegun;
}
