import { spawn } from "node:child_process";
import { StepError } from "./step-error.ts";

/** One command of the install test, and how long it may take. */
export interface Step {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing of this process's own is added. */
  readonly env: NodeJS.ProcessEnv;
  /** After this many milliseconds the command and all it started are killed. */
  readonly timeoutMs: number;
  /** What to do when it fails. */
  readonly remedy: string;
}

/** What a command that ended has said, stdout and stderr together. */
export interface StepResult {
  readonly code: number;
  readonly output: string;
}

/** Runs a command to its end and returns its output; throws a `StepError` when it fails or takes too long. */
export async function runStep(step: Step): Promise<string> {
  const { code, output } = await tryStep(step);
  if (code !== 0) throw new StepError(step, `ended with ${code}`, output);
  return output;
}

/** Runs a command to its end, whatever its exit code; throws a `StepError` when it cannot start or takes too long. */
export function tryStep(step: Step): Promise<StepResult> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    // The group outlives this process unless it is told; before the folder that it works in is removed.
    const kill = (): void => killGroup(child.pid);
    process.prependOnceListener("exit", kill);
    const release = (): void => {
      clearTimeout(deadline);
      process.off("exit", kill);
    };
    const readOutput = (): string => Buffer.concat(chunks).toString();
    const { file, args, cwd, env } = step;
    // A group of its own: package managers start programs that would hold the output open.
    const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const deadline = setTimeout(() => {
      kill();
      release();
      reject(new StepError(step, `took longer than ${step.timeoutMs / 1000} s`, readOutput()));
    }, step.timeoutMs);
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (error) => {
      release();
      reject(new StepError(step, `could not start: ${error.message}`, ""));
    });
    child.on("close", (code) => {
      release();
      resolve({ code: code ?? 1, output: readOutput() });
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group has ended in the meantime.
  }
}
