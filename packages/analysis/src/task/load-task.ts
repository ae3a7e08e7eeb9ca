import { readFile, stat } from "node:fs/promises";
import { AuxiliaryError, reasonOf } from "@aux/core";
import { analysisProblem } from "../analysis-problems.ts";
import { LARGEST_TASK_BYTES, parseTask, type TaskInput } from "./parse-task.ts";

/**
 * Reads a task that is given as a JSON object or as the path of a file that holds one.
 *
 * @throws AUX_TASK_UNREADABLE, AUX_TASK_INVALID
 */
export async function loadTask(given: string): Promise<TaskInput> {
  if (given.trimStart().startsWith("{")) return parseTask(given, "task");
  return parseTask(await loadTaskFile(given), given);
}

async function loadTaskFile(path: string): Promise<string> {
  try {
    const file = await stat(path);
    if (!file.isFile()) throw new Error("it is no file");
    if (file.size > LARGEST_TASK_BYTES) throw new Error(`it is larger than 1 MiB (${file.size} bytes)`);
    return await readFile(path, "utf8");
  } catch (error) {
    const problem = analysisProblem(
      "AUX_TASK_UNREADABLE",
      `the task file ${path} cannot be read: ${reasonOf(error)}`,
    );
    throw new AuxiliaryError({ ...problem, at: { file: path } }, { cause: error });
  }
}
