import { join } from "node:path";
import { listAuxiliaries } from "@aux/core";
import { parseProjectArguments } from "../arguments/parse-project-arguments.ts";
import { EXIT } from "../exit-code.ts";
import { LIST_HELP } from "../help/list-help.ts";
import { print, say } from "../terminal/output.ts";
import { buildProblemList } from "../terminal/problem-lines.ts";
import { buildStyle } from "../terminal/style.ts";
import { buildListLines } from "./list-lines.ts";

/** `auxiliary list`: each candidate, and whether it runs. Returns the exit code. */
export async function listCommand(argv: readonly string[]): Promise<number> {
  const given = await parseProjectArguments(argv);
  if (given.isHelp) {
    await print(LIST_HELP);
    return 0;
  }
  const rootPath = given.root ?? ".";
  const list = listAuxiliaries({
    rootPath,
    confPath: given.conf ?? join(rootPath, "conf", "auxiliaries.conf"),
  });
  const style = buildStyle(process.stdout.isTTY === true, process.env.NO_COLOR);
  await print(
    given.isJson ? `${JSON.stringify(list, null, 2)}\n` : `${buildListLines(list, style).join("\n")}\n`,
  );
  const errorStyle = buildStyle(process.stderr.isTTY === true, process.env.NO_COLOR);
  say(buildProblemList(list.problems, errorStyle));
  return list.problems.length > 0 ? EXIT.usage : 0;
}
