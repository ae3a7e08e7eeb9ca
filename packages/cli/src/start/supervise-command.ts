import { join } from "node:path";
import type { RunnerEvent } from "@aux/core";
import { parseRunArguments } from "../arguments/parse-run-arguments.ts";
import { exitCodeOf } from "../exit-code.ts";
import { reportError } from "../report-error.ts";
import { analyse } from "../run/analyse.ts";
import { Interruption } from "../run/interruption.ts";
import { loadRun } from "../run/load-run.ts";
import { buildObserver } from "../run/run-command.ts";
import { StrayErrors } from "../run/stray-errors.ts";
import { say } from "../terminal/output.ts";
import { PlainProgress } from "../terminal/plain-progress.ts";
import { printable } from "../terminal/printable.ts";
import { buildStyle } from "../terminal/style.ts";
import { buildSummary } from "../terminal/summary.ts";
import { Caller } from "./caller.ts";
import { Words } from "./words.ts";

const PLAIN = buildStyle(false, undefined);

/**
 * The process behind `auxiliary start --detach`, in a session of its own: keeps one run, tells its caller when the
 * analysis is under way, and goes on without it. A caller that goes away before that interrupts the run.
 */
export async function superviseCommand(argv: readonly string[]): Promise<number> {
  let interruption: Interruption | undefined;
  const caller = new Caller(() => interruption?.hear("the caller is gone"));
  const words = new Words(caller);
  const note = (text: string) => words.say(`${text}\n`);
  process.on("SIGHUP", () => {});
  interruption = new Interruption(note, ["SIGINT", "SIGTERM"]);
  try {
    return await supervise(argv, { caller, words, note, interruption });
  } catch (error) {
    return reportError(error, argv);
  } finally {
    await caller.leave();
  }
}

interface Supervision {
  readonly caller: Caller;
  readonly words: Words;
  readonly note: (text: string) => void;
  readonly interruption: Interruption;
}

async function supervise(
  argv: readonly string[],
  { caller, words, note, interruption }: Supervision,
): Promise<number> {
  const given = await parseRunArguments(argv, "start");
  const stray = new StrayErrors(note, PLAIN, given.isDebug);
  const run = await loadRun(given, "start");
  const machine = run.loaded.machinery === undefined ? undefined : run.loaded.machine.name;
  const progress = new PlainProgress((text) => words.say(text), PLAIN, machine);
  const observe = buildObserver(() => progress, PLAIN, given.isDebug);
  interruption.begin();
  const record = await analyse(given, run, {
    interruption,
    stray,
    control: { isRequired: true, note: (text) => note(`auxiliary: ${printable(text)}`) },
    output: (analysisPath) => ({ logPath: join(analysisPath, "logs", "command.log") }),
    observer: (event, analysisPath) => {
      if (isBeginningOf("start", event)) words.keep(join(analysisPath, "logs", "supervisor.log"));
      observe(event);
      if (isBeginningOf("analysis", event)) caller.arm(analysisPath);
    },
  });
  say(buildSummary(record, PLAIN, process.cwd()));
  return exitCodeOf(record, false, stray.count);
}

function isBeginningOf(name: string, event: RunnerEvent): boolean {
  return event.type === "phase" && event.phase.name === name && event.phase.ended === undefined;
}
