import { analysisStatus } from "@aux/analysis";
import { type FolderArguments, parseFolderArguments } from "../arguments/parse-folder-arguments.ts";
import { EXIT } from "../exit-code.ts";
import { STATUS_HELP } from "../help/status-help.ts";
import { print } from "../terminal/output.ts";
import { buildStyle } from "../terminal/style.ts";
import { reportControlError } from "./report-control-error.ts";
import { buildStatusLines } from "./status-lines.ts";

/** `auxiliary status`: how an analysis stands. Returns 0, or 3 when the process that kept it is gone. */
export async function statusCommand(argv: readonly string[]): Promise<number> {
  const given = await parseFolderArguments("status", argv);
  if (given.isHelp) {
    await print(STATUS_HELP);
    return 0;
  }
  try {
    return await showStatus(given);
  } catch (error) {
    return reportControlError(error, "it is not known how the analysis stands");
  }
}

async function showStatus({ folder, flags, timeoutMs }: FolderArguments): Promise<number> {
  const status = await analysisStatus(folder, { timeoutMs });
  const style = buildStyle(process.stdout.isTTY === true, process.env.NO_COLOR);
  const lines = flags.has("json")
    ? JSON.stringify(status, null, 2)
    : buildStatusLines(status, folder, style, new Date()).join("\n");
  await print(`${lines}\n`);
  return status.state === "gone" ? EXIT.notBegun : 0;
}
