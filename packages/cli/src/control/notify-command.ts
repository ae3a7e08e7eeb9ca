import { MACHINE_HOOKS, notifyAnalysis } from "@aux/analysis";
import { nearestName } from "@aux/core";
import { type FolderArguments, parseFolderArguments } from "../arguments/parse-folder-arguments.ts";
import { cliProblem } from "../cli-problem.ts";
import { NOTIFY_HELP } from "../help/notify-help.ts";
import { print } from "../terminal/output.ts";
import { UsageError } from "../usage-error.ts";
import { reportControlError } from "./report-control-error.ts";

/** `auxiliary notify`: tells the modules what becomes of a machine that this run does not drive. */
export async function notifyCommand(argv: readonly string[]): Promise<number> {
  const given = await parseFolderArguments("notify", argv, ["HOOK"]);
  if (given.isHelp) {
    await print(NOTIFY_HELP);
    return 0;
  }
  const hook = parseHook(given);
  try {
    await notifyAnalysis(given.folder, hook, { timeoutMs: given.timeoutMs });
    return 0;
  } catch (error) {
    return reportControlError(error, `the modules were not told ${hook}`);
  }
}

function parseHook({ rest: [word = ""] }: FolderArguments) {
  const hook = MACHINE_HOOKS.find((each) => each === word);
  if (hook !== undefined) return hook;
  const nearest = nearestName(word, MACHINE_HOOKS);
  const at = { allowed: MACHINE_HOOKS.join(", "), ...(nearest === undefined ? {} : { nearest }) };
  throw new UsageError([cliProblem("AUX_USAGE", `there is no hook ${JSON.stringify(word)}`, { at })]);
}
