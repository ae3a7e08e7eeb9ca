import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { findExecutable, killGroup, spawnGuarded } from "@aux/core";
import type { CommandEnd, LabCommand } from "./messages.ts";

/** The commands that run in the lab; none outlives it. */
export class LabCommands {
  readonly #running = new Map<number, ChildProcess>();

  /** Resolves when the command has ended, or could not be started (code 127). */
  run(id: number, command: LabCommand): Promise<CommandEnd> {
    const { file, args, cwd, env, outputPath } = command;
    const output = outputPath === undefined ? "inherit" : openSync(outputPath, "a");
    const child = spawnGuarded(findExecutable(file), args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", output, output],
    });
    if (typeof output === "number") closeSync(output);
    this.#running.set(id, child);
    return new Promise((resolve) => {
      child.once("error", () => resolve({ code: 127, signal: null }));
      child.once("exit", (code, signal) => {
        this.#end(id, child);
        resolve({ code, signal });
      });
    });
  }

  /** To the command alone: what it does about its own children is its affair. */
  signal(id: number, signal: NodeJS.Signals): void {
    this.#running.get(id)?.kill(signal);
  }

  end(): void {
    for (const [id, child] of this.#running) this.#end(id, child);
  }

  /** The guard's pipe is closed last: its watcher takes that for this process' death, and ends the group. */
  #end(id: number, child: ChildProcess): void {
    this.#running.delete(id);
    if (child.pid !== undefined) killGroup(child.pid, "SIGKILL");
    for (const stream of child.stdio) stream?.destroy();
  }
}
