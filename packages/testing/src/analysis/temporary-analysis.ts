import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Machine, Task } from "@aux/core";

export interface TemporaryAnalysisOptions {
  /** Added to `{ id: "1" }`. */
  readonly task?: Partial<Task> | undefined;
  /** Added to `{ name: "test", machinery: "process" }`. */
  readonly machine?: Partial<Machine> | undefined;
}

/** An analysis whose folder is removed afterwards: all that an `AuxiliaryRunner` needs. */
export interface TemporaryAnalysis extends AsyncDisposable {
  readonly task: Task;
  readonly machine: Machine;
  /** The analysis folder: empty, mode 0700. */
  readonly analysisPath: string;
  /** Holds the analysis folder and nothing else: what else is here afterwards was written outside of it. */
  readonly rootPath: string;
  /** Removes the folder with all that is in it; what `await using` calls. */
  dispose(): Promise<void>;
}

/** Makes an analysis folder below the system's folder for temporary files, with a task and a machine. */
export async function createTemporaryAnalysis(
  options: TemporaryAnalysisOptions = {},
): Promise<TemporaryAnalysis> {
  const rootPath = mkdtempSync(join(realpathSync(tmpdir()), "auxiliary-"));
  const analysisPath = join(rootPath, "analysis");
  mkdirSync(analysisPath, { mode: 0o700 });
  const dispose = async () => rmSync(rootPath, { recursive: true, force: true, maxRetries: 3 });
  return {
    task: { id: "1", ...options.task },
    machine: { name: "test", machinery: "process", ...options.machine },
    analysisPath,
    rootPath,
    dispose,
    [Symbol.asyncDispose]: dispose,
  };
}
