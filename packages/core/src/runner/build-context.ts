import type { AuxiliaryContext, AuxiliaryLog } from "../auxiliary/context.ts";
import { coreProblem } from "../errors/core-problems.ts";
import type { Problem } from "../errors/problem.ts";
import type { AuxiliaryFindings } from "./auxiliary-findings.ts";
import type { AuxiliaryScope } from "./auxiliary-scope.ts";
import { nameForLife } from "./name-for-life.ts";
import type { LogLevel } from "./runner-event.ts";
import type { SharedRun } from "./shared-run.ts";
import { Skip } from "./skip.ts";

export interface ContextParts {
  readonly name: string;
  readonly options: object;
  /** 0 in the first life. */
  readonly attempt: number;
  readonly shared: SharedRun;
  readonly scope: AuxiliaryScope;
  readonly findings: AuxiliaryFindings;
  signal(): AbortSignal;
  report(problem: Problem): void;
}

/** All that an auxiliary may ask of its runner. */
export function buildContext(parts: ContextParts): AuxiliaryContext<object> {
  const { name, attempt, shared, scope, findings } = parts;
  return {
    name,
    attempt,
    analysisPath: shared.analysisPath,
    task: shared.task,
    machine: shared.machine,
    options: parts.options,
    log: buildLog(name, shared),
    get signal() {
      return parts.signal();
    },
    startTool: (file, args, options = {}) => scope.startTool(file, args, options),
    declareArtifact: (path, { kind }) => findings.declare(nameForLife(path, attempt), kind),
    onCleanup: (undo, acquired) => scope.add(undo, acquired),
    reportProblem: (problem) => parts.report(problem),
    setFigure: (figure, value) => {
      if (isFigure(value)) findings.figures[attempt === 0 ? figure : `${figure}.${attempt}`] = value;
      else parts.report(coreProblem("AUX_FIGURE_INVALID", describeFigure(name, figure, value)));
    },
    skip: (reason) => {
      throw new Skip(reason);
    },
  };
}

/** What JSON keeps as it is. Modules in plain JavaScript may give anything. */
function isFigure(value: unknown): value is number | string | boolean {
  return typeof value === "number" ? Number.isFinite(value) : ["string", "boolean"].includes(typeof value);
}

function describeFigure(name: string, figure: string, value: unknown): string {
  const given = typeof value === "number" ? String(value) : `a value of type ${typeof value}`;
  return `${name} gave ${given} as its figure ${figure}`;
}

function buildLog(auxiliary: string, shared: SharedRun): AuxiliaryLog {
  const say = (level: LogLevel) => (message: string) =>
    shared.emit?.({ type: "log", auxiliary, level, message });
  return { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") };
}
