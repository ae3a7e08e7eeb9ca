import type { RunnerEvent } from "@aux/core";
import { parseRunArguments } from "../arguments/parse-run-arguments.ts";
import { EXIT, exitCodeOf } from "../exit-code.ts";
import { LiveProgress } from "../terminal/live-progress.ts";
import { print, say } from "../terminal/output.ts";
import { PlainProgress } from "../terminal/plain-progress.ts";
import { printable } from "../terminal/printable.ts";
import { ProblemWatch } from "../terminal/problem-watch.ts";
import type { Progress } from "../terminal/progress.ts";
import { buildStyle, type Style } from "../terminal/style.ts";
import { buildSummary } from "../terminal/summary.ts";
import { analyse } from "./analyse.ts";
import { Interruption } from "./interruption.ts";
import { type LoadedRun, loadRun } from "./load-run.ts";
import { StrayErrors } from "./stray-errors.ts";

/** `auxiliary run`: one analysis, with the given command as its machine or beside one. Returns the exit code. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  const given = await parseRunArguments(argv);
  if (given.isHelp) return showHelp();
  const style = buildStyle(process.stderr.isTTY === true, process.env.NO_COLOR);
  let progress: Progress = new PlainProgress((text) => process.stderr.write(text), style);
  const note = (text: string) => progress.note(text);
  const interruption = new Interruption(note);
  const stray = new StrayErrors(note, style, given.isDebug);
  const run = await loadRun(given);
  progress = buildProgress(run, style);
  interruption.begin();
  const record = await analyse(given, run, {
    interruption,
    stray,
    observer: buildObserver(() => progress, style, given.isDebug),
    control: { note: (text) => note(`auxiliary: ${printable(text)}`) },
    output: () => (given.isJson ? "stderr" : "inherit"),
  });
  progress.end();
  say(buildSummary(record, style, process.cwd()));
  if (given.isJson) await print(`${JSON.stringify(record, null, 2)}\n`);
  return interruption.killSignal.aborted ? EXIT.interrupted : exitCodeOf(record, given.isStrict, stray.count);
}

/** Of a machine that is only the command there is nothing to tell. */
function buildProgress(run: LoadedRun, style: Style): Progress {
  const machine = run.loaded.machinery === undefined ? undefined : run.loaded.machine.name;
  if (process.stderr.isTTY) return new LiveProgress(process.stderr, style, namesOf(run), machine);
  return new PlainProgress((text) => process.stderr.write(text), style, machine);
}

function namesOf({ auxiliaries }: LoadedRun): string[] {
  return auxiliaries.flatMap(({ name }) => (name === undefined ? [] : [name]));
}

/** Modules' remarks are for --debug alone. */
export function buildObserver(
  progress: () => Progress,
  style: Style,
  isDebug: boolean,
): (event: RunnerEvent) => void {
  const problems = new ProblemWatch(style);
  return (event) => {
    progress().hear(event);
    for (const line of problems.hear(event)) progress().note(line);
    if (!isDebug || event.type !== "log") return;
    progress().note(`auxiliary: ${printable(event.auxiliary)} ${event.level}: ${printable(event.message)}`);
  };
}

async function showHelp(): Promise<number> {
  const { RUN_HELP } = await import("../help/run-help.ts");
  await print(RUN_HELP);
  return 0;
}
