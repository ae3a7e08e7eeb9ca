import { execFile } from "node:child_process";
import { findCommand } from "../../scripts/system/find-command.ts";

/** How a program is run to its end. */
export interface ProgramOptions {
  readonly timeoutMs: number;
  readonly cwd?: string;
  /** True gives the output of a program that failed, too, instead of an error; default false. */
  readonly mayFail?: boolean;
}

const LARGEST_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Runs a program to its end, without a shell; resolves to its standard output, rejects with its last words. */
export function runProgram(name: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const { timeoutMs, cwd, mayFail = false } = options;
  const file = findCommand(name);
  if (file === undefined) return Promise.reject(new Error(`${name} is not on this machine`));
  const settings = {
    cwd,
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    maxBuffer: LARGEST_OUTPUT_BYTES,
  } as const;
  return new Promise((resolve, reject) => {
    execFile(file, args, { ...settings, env: { ...process.env, LC_ALL: "C" } }, (error, stdout, stderr) => {
      if (error === null || (mayFail && !error.killed)) resolve(stdout);
      else reject(new Error(`${[name, ...args].join(" ")}: ${stderr.trim() || error.message}`));
    });
  });
}
