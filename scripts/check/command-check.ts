import { buildPnpmCommand } from "../process/pnpm-command.ts";
import { runCommand } from "../process/run-command.ts";
import type { Check, CheckReport } from "./check.ts";

const COMMAND_TIMEOUT_MS = 300_000;

/** A check that runs programs of this workspace, one after the other, and is well when each exits with 0. */
export function buildCommandCheck(
  check: Omit<Check, "run"> & { readonly remedy: string },
  ...commands: readonly (readonly string[])[]
): Check {
  return { ...check, run: () => runCommands(commands, check.remedy) };
}

async function runCommands(commands: readonly (readonly string[])[], remedy: string): Promise<CheckReport> {
  for (const command of commands) {
    const { file, args } = buildPnpmCommand(["exec", ...command]);
    const result = await runCommand(file, args, { timeoutMs: COMMAND_TIMEOUT_MS });
    if (result.code === 0) continue;
    const finding = { where: command.join(" "), what: `exit code ${result.code}`, remedy };
    return { findings: [finding], output: result.output.trim() };
  }
  return { findings: [] };
}
