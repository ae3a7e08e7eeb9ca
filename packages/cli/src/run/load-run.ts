import { join } from "node:path";
import { loadMachine, loadTask, type TaskInput } from "@aux/analysis";
import { type AuxiliaryEntry, AuxiliaryError, loadAuxiliaries, type Machine, type Problem } from "@aux/core";
import type { RunArguments } from "../arguments/parse-run-arguments.ts";

/** All that a run needs to know before anything is started. */
export interface LoadedRun {
  readonly rootPath: string;
  readonly task: TaskInput;
  readonly machine: Machine;
  readonly auxiliaries: readonly AuxiliaryEntry[];
}

/** Reads task, machine and auxiliaries; what is wrong with any of them is shown together. @throws AuxiliaryError */
export async function loadRun(given: RunArguments): Promise<LoadedRun> {
  const problems: Problem[] = [];
  const rootPath = given.root ?? ".";
  const task = await collect(problems, () => loadGivenTask(given));
  const machine = await collect(problems, () =>
    loadMachine({ confPath: join(rootPath, "conf", "machines.conf"), name: given.machine }),
  );
  const auxiliaries = await collect(problems, () =>
    loadAuxiliaries({
      rootPath,
      confPath: given.conf ?? join(rootPath, "conf", "auxiliaries.conf"),
      task: { id: "", ...task },
    }),
  );
  const [first] = problems;
  if (task === undefined || machine === undefined || auxiliaries === undefined) {
    if (first === undefined) throw new Error("something failed without a problem");
    throw new AuxiliaryError(first, { problems });
  }
  return { rootPath, task, machine, auxiliaries };
}

/** The command is what is analysed, unless the task says what is. `--timeout` wins over the task's. */
async function loadGivenTask(given: RunArguments): Promise<TaskInput> {
  const task = given.task === undefined ? {} : await loadTask(given.task);
  const timeout = given.timeoutSeconds ?? task.timeout;
  return {
    target: given.command.join(" "),
    ...task,
    ...(timeout === undefined ? {} : { timeout }),
  };
}

async function collect<Value>(problems: Problem[], load: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await load();
  } catch (error) {
    if (!AuxiliaryError.is(error)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
