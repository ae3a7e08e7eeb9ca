import { AuxiliaryError, type AuxiliaryRecord } from "@aux/core";
import { ENDINGS } from "./endings.ts";
import type { ModulePlan } from "./plan.ts";
import type { Lifecycle } from "./run-lifecycle.ts";

/** What a record claims, against what was planned and what was seen. */
export function findOutcomeFaults(lifecycle: Lifecycle): readonly string[] {
  const [record] = lifecycle.records;
  if (record === undefined) return ["there is no record"];
  const expected = expectOutcome(lifecycle);
  const wrong = expected.includes(record.outcome)
    ? []
    : [`${record.outcome} in place of ${expected.join("/")}`];
  if (lifecycle.trace.of("intruded").length > 0) return wrong;
  return [...wrong, ...record.auxiliaries.flatMap((auxiliary) => findStateFault(lifecycle, auxiliary))];
}

function expectOutcome({ refusal, trace }: Lifecycle): readonly string[] {
  const code = AuxiliaryError.is(refusal) ? refusal.code : undefined;
  if (code === "AUX_REQUIRED_FAILED") return ["not-begun"];
  if (code === "AUX_FOLDER_OCCUPIED" || code === "AUX_FOLDER_NOT_WRITABLE") return ["not-begun"];
  const what = trace.of("intruded").map((intrusion) => intrusion.what);
  if (code === "AUX_ABORTED") return ["interrupted"];
  // A stop() came before start(), or between the hooks.
  if (code === "AUX_RUNNER_STATE") return ["not-begun", "completed", "interrupted"];
  if (what.includes("interrupt") || what.includes("kill")) return ["interrupted", "completed"];
  return ["completed"];
}

/** Without anything from outside, the plan alone says whether a module starts. */
function findStateFault({ plan, trace }: Lifecycle, auxiliary: AuxiliaryRecord): readonly string[] {
  const module = plan.modules[Number(auxiliary.name.slice(1))];
  const isCalled = trace
    .of("called")
    .some(({ module: name, hook }) => name === auxiliary.name && hook === "start");
  if (module === undefined || !isCalled) return [];
  const isUp = ["stopped", "degraded", "crashed"].includes(auxiliary.state);
  const mustRun = startsWell(module);
  if (mustRun === undefined || mustRun === isUp) return [];
  return [`${auxiliary.name} is ${auxiliary.state}, planned to ${mustRun ? "run" : "fail"}`];
}

/** Undefined where it is a matter of chance: at the very deadline, or where an action throws. */
function startsWell({ start, startTimeoutMs }: ModulePlan): boolean | undefined {
  const isThrown = start.actions.some((action) =>
    /outside|NUL|folder itself|problem that is none|figure that/.test(action),
  );
  if (isThrown || start.afterMs === startTimeoutMs) return undefined;
  if (start.ending === "true at the abort" || start.ending === "error at the abort") return false;
  const isTrue = ENDINGS[start.ending].isWell === true || start.ending.startsWith("true");
  return isTrue && (start.afterMs ?? 0) < startTimeoutMs;
}
