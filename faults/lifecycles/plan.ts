import type { ActionName } from "./actions.ts";
import type { EndingName } from "./endings.ts";

/** What one hook does: first this, then it ends in this way, after so long. */
export interface HookPlan {
  readonly actions: readonly ActionName[];
  readonly ending: EndingName;
  /** Undefined: the hook answers at once, without a promise. Else milliseconds of virtual time. */
  readonly afterMs: number | undefined;
}

/** One auxiliary of a lifecycle, as data: fast-check makes it, shrinks it, and prints it. */
export interface ModulePlan {
  readonly order: number;
  readonly isRequired: boolean;
  readonly isEnabled: boolean;
  readonly startTimeoutMs: number;
  readonly stopTimeoutMs: number;
  readonly hookTimeoutMs: number;
  /** In the constructor only throwing counts as an end of its own. */
  readonly construct: HookPlan;
  readonly check: HookPlan;
  readonly start: HookPlan;
  readonly machineStarted: HookPlan;
  readonly machineStopping: HookPlan;
  readonly stop: HookPlan;
}

export type HookName = "construct" | "check" | "start" | "machineStarted" | "machineStopping" | "stop";

/** Something that comes from outside, at a random event of the run: also in the middle of a module's own call. */
export interface Intrusion {
  readonly atEvent: number;
  readonly what: "interrupt" | "kill" | "stop" | "start" | "break the observer" | "remove the folder";
}

/** One lifecycle. */
export interface LifecyclePlan {
  readonly modules: readonly ModulePlan[];
  readonly intrusions: readonly Intrusion[];
  readonly callsCheck: boolean;
  readonly folder: "new" | "occupied";
}
