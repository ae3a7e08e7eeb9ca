import { join } from "node:path";
import {
  BUILT_IN_MACHINERY,
  EXTERNAL_MACHINERY,
  ExternalMachinery,
  type LoadedMachine,
  loadMachine,
  loadTask,
  type TaskInput,
} from "@aux/analysis";
import { type AuxiliaryEntry, AuxiliaryError, loadAuxiliaries, type Problem } from "@aux/core";
import type { RunArguments, RunName } from "../arguments/parse-run-arguments.ts";
import { cliProblem } from "../cli-problem.ts";
import { UsageError } from "../usage-error.ts";

/** All that a run needs to know before anything is started. */
export interface LoadedRun {
  readonly rootPath: string;
  readonly task: TaskInput;
  /** The machine, and what drives it. */
  readonly loaded: LoadedMachine;
  readonly auxiliaries: readonly AuxiliaryEntry[];
}

/**
 * Reads machine, task and auxiliaries; what is wrong with any of them is shown together.
 *
 * @throws AuxiliaryError, UsageError when the command is missing that the machine would be
 */
export async function loadRun(given: RunArguments, name: RunName = "run"): Promise<LoadedRun> {
  const problems: Problem[] = [];
  const rootPath = given.root ?? ".";
  const found = await collect(problems, () =>
    loadMachine({ rootPath, confPath: join(rootPath, "conf", "machines.conf"), name: given.machine }),
  );
  const loaded = found && withDriver(given, name, found);
  const task = await collect(problems, () => loadGivenTask(given));
  const auxiliaries = await collect(problems, () =>
    loadAuxiliaries({
      rootPath,
      confPath: given.conf ?? join(rootPath, "conf", "auxiliaries.conf"),
      task: { id: "", ...task },
    }),
  );
  const [first] = problems;
  if (loaded === undefined || task === undefined || auxiliaries === undefined) {
    if (first === undefined) throw new Error("something failed without a problem");
    throw new AuxiliaryError(first, { problems: withoutRepetitions(problems) });
  }
  return { rootPath, task, loaded, auxiliaries };
}

/**
 * With the machinery `process` the command is the machine, and with any other there may be none. A run that is started
 * without either is one around a machine that somebody else drives.
 */
function withDriver(given: RunArguments, name: RunName, loaded: LoadedMachine): LoadedMachine {
  const { machine, machinery } = loaded;
  if (machinery !== undefined || given.command.length > 0) return loaded;
  if (name === "start")
    return {
      machine: { ...machine, machinery: EXTERNAL_MACHINERY },
      machinery: { Class: ExternalMachinery, options: {} },
    };
  const which =
    given.machine === undefined
      ? "there is no command to analyse"
      : `there is no command to analyse, which the machine ${machine.name} (machinery = ${BUILT_IN_MACHINERY}) would be`;
  const remedy = "Give it behind `--`, for example: auxiliary run -- curl http://example.com/";
  throw new UsageError([cliProblem("AUX_USAGE", which, { remedy })]);
}

/** Machineries and modules are found in the same package.json: what is wrong with it is found twice. */
function withoutRepetitions(problems: readonly Problem[]): Problem[] {
  const isSame = (one: Problem, other: Problem) => one.code === other.code && one.message === other.message;
  return problems.filter((one, index) => problems.findIndex((other) => isSame(one, other)) === index);
}

/** The command, if any, is what is analysed, unless the task says what is. `--timeout` wins over the task's. */
async function loadGivenTask(given: RunArguments): Promise<TaskInput> {
  const task = given.task === undefined ? {} : await loadTask(given.task);
  const timeout = given.timeoutSeconds ?? task.timeout;
  return {
    ...(given.command.length === 0 ? {} : { target: given.command.join(" ") }),
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
