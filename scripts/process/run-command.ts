import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/** How a command is run. */
export interface CommandOptions {
  /** Working folder; default: this process's. */
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** After this many milliseconds the command is killed; default 10 minutes. */
  readonly timeoutMs?: number;
  /** True shows the output as it comes, instead of collecting it; default false. */
  readonly isShown?: boolean;
}

/** What came of a command. `output` is stdout and stderr together, empty when it was shown. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Runs one command to its end, without a shell and without stdin; a command that cannot be started has code 127. */
export function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const timeoutMs = options.timeoutMs ?? 600_000;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...(options.isShown ? {} : { NO_COLOR: "1" }), ...options.env },
      stdio: options.isShown ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
      timeout: timeoutMs,
      killSignal: "SIGKILL",
    });
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: 127, output: `${file}: ${error.message}` }));
    child.on("close", (code, signal) => {
      const output = stripVTControlCharacters(Buffer.concat(chunks).toString());
      if (signal)
        resolve({ code: 1, output: `${output}\n${file} was ended by ${signal} (limit ${timeoutMs} ms)` });
      else resolve({ code: code ?? 1, output });
    });
  });
}
