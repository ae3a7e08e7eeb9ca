import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./temporary-run.ts";

/** A run in a process of its own, whose one tool is said to run. */
export interface RunToKill {
  readonly child: ChildProcess;
  readonly analysisPath: string;
  /** The tool's. */
  readonly pid: number;
  /** Ends the runner by SIGKILL; resolves when it is gone. */
  readonly kill: () => Promise<void>;
}

/** Starts a run in a process of its own; resolves when its tool, which says `ready`, runs. */
export async function startRunToKill(file: string, args: readonly string[] = []): Promise<RunToKill> {
  const folder = temporaryFolder();
  const url = fileURLToPath(new URL("./killed-runner.ts", import.meta.url));
  const node = ["--import", "tsx", "--conditions", "@aux/source", url, folder, file, ...args];
  const child = spawn(process.execPath, node, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [said] = await once(child.stdout, "data");
  const kill = async () => {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  };
  return { child, analysisPath: join(folder, "1"), pid: Number(said), kill };
}
