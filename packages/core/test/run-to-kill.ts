import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./temporary-run.ts";

/** The workspace's folder, and the program from there: who runs it may see the workspace elsewhere. */
export const WORKSPACE_PATH = fileURLToPath(new URL("../../..", import.meta.url));
const PROGRAM = relative(WORKSPACE_PATH, fileURLToPath(new URL("./killed-runner.ts", import.meta.url)));

/** A run in a process of its own, whose one tool is said to run. */
export interface RunToKill {
  readonly child: ChildProcess;
  readonly analysisPath: string;
  /** The tool's. */
  readonly pid: number;
  /** Ends the runner by SIGKILL; resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

/**
 * Starts a run in a process of its own; resolves when its tool, which says `ready` or `listening on`, runs.
 *
 * @param as a command that becomes the given one, as another user for example, in the workspace's folder
 */
export async function startRunToKill(
  file: string,
  args: readonly string[] = [],
  as: readonly string[] = [],
): Promise<RunToKill> {
  const folder = temporaryFolder();
  chmodSync(folder, 0o777);
  const node = [process.execPath, "--import", "tsx", "--conditions", "@aux/source", PROGRAM];
  const [command = "", ...rest] = [...as, ...node, folder, file, ...args];
  const child = spawn(command, rest, { cwd: WORKSPACE_PATH, stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const died = once(child, "exit").then(([code]) => {
    throw new Error(`the run ended with ${code} before its tool was ready`);
  });
  const [said] = await Promise.race([once(child.stdout, "data"), died]);
  died.catch(() => {});
  const kill = async () => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  return { child, analysisPath: join(folder, "1"), pid: Number(said), kill };
}
