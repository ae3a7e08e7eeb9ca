import type { AuxiliaryRecord, Instant } from "@aux/core";
import type { ModulePlan } from "./plan.ts";
import type { Lifecycle } from "./run-lifecycle.ts";

/** Of ARCHITECTURE.md, "Deadlines". */
const UNDO_MS = 20_000;
const KILLED_UNDO_MS = 2_000;
const INTERRUPTED_START_MS = 5_000;
/** Timers of a module fire at the same virtual millisecond as the runner's, in any order. */
const SLACK_MS = 2;
/** What the caller itself waits for. */
const ANALYSIS_MS = 300;
const SLOW_UNDO = /undo takes a while/;
const ENDLESS_UNDO = /undo hangs|takes an hour/;
const SLOW_UNDO_MS = 50;

/** Spans that took longer than their deadlines allow; virtual time makes that exact. */
export function findDeadlineFaults(lifecycle: Lifecycle): readonly string[] {
  const { plan, records } = lifecycle;
  const [record] = records;
  if (record === undefined) return [];
  return [
    ...record.auxiliaries.flatMap((auxiliary) => {
      const module = plan.modules[Number(auxiliary.name.slice(1))];
      return module === undefined ? [] : findLateSpans(lifecycle, module, auxiliary);
    }),
    ...findLateKill(lifecycle),
  ];
}

function findLateSpans(lifecycle: Lifecycle, module: ModulePlan, { name, start, stop }: AuxiliaryRecord) {
  const undoMs = countUndoMs(module, UNDO_MS);
  const startMs = Math.min(module.startTimeoutMs, untilInterruption(lifecycle, start?.began));
  const spans = [
    { what: `start of ${name}`, ms: lengthOf(start), limitMs: startMs + undoMs },
    { what: `stop of ${name}`, ms: lengthOf(stop), limitMs: module.stopTimeoutMs + undoMs },
  ];
  return spans
    .filter(({ ms, limitMs }) => ms > limitMs + SLACK_MS)
    .map(({ what, ms, limitMs }) => `${what} took ${ms} ms of ${limitMs}`);
}

/** How long a start may take that is interrupted in the middle. */
function untilInterruption({ trace }: Lifecycle, began: Instant | undefined): number {
  const interruption = trace.of("intruded").find(({ what }) => what === "interrupt" || what === "stop");
  if (interruption === undefined || began === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(0, interruption.atMs - Date.parse(began.wall)) + INTERRUPTED_START_MS;
}

/** After the second signal nothing is waited for any more, but for what must be undone a moment. */
function findLateKill({ trace, plan, tookMs }: Lifecycle): readonly string[] {
  const kill = trace.of("intruded").find(({ what }) => what === "kill");
  if (kill === undefined) return [];
  const undoMs = plan.modules.reduce((sum, module) => sum + countUndoMs(module, KILLED_UNDO_MS), 0);
  const ms = tookMs - kill.atMs;
  const limitMs = undoMs + ANALYSIS_MS + SLACK_MS;
  return ms > limitMs ? [`the run went on for ${ms} ms of ${limitMs} after it was ended at once`] : [];
}

function countUndoMs(module: ModulePlan, endlessMs: number): number {
  const hooks = [
    module.construct,
    module.check,
    module.start,
    module.machineStarted,
    module.machineStopping,
    module.stop,
  ];
  const actions: readonly string[] = hooks.flatMap((hook) => hook.actions);
  const count = (pattern: RegExp) => actions.filter((action) => pattern.test(action)).length;
  return count(SLOW_UNDO) * SLOW_UNDO_MS + count(ENDLESS_UNDO) * endlessMs;
}

function lengthOf(span: AuxiliaryRecord["start"]): number {
  return span?.ended === undefined ? 0 : Date.parse(span.ended.wall) - Date.parse(span.began.wall);
}
