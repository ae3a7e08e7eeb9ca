import { buildPnpmCommand } from "../process/pnpm-command.ts";
import { runCommand } from "../process/run-command.ts";

/** Builds all packages; resolves to the exit code. */
export async function buildWorkspace(): Promise<number> {
  const build = buildPnpmCommand(["run", "--silent", "build"]);
  return (await runCommand(build.file, build.args, { isShown: true })).code;
}
