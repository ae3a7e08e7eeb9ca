import fc from "fast-check";
import { ACTION_NAMES, ACTIONS } from "./actions.ts";
import { ENDING_NAMES } from "./endings.ts";
import type { HookPlan, Intrusion, LifecyclePlan, ModulePlan } from "./plan.ts";

const MOST_MODULES = 8;
/** Around most deadlines, which are between 50 and 150 ms of virtual time. */
const LONGEST_MS = 200;
const MOST_EVENTS = 80;

const wellActions = ACTION_NAMES.filter((name) => ACTIONS[name].isWell === true);

const afterMs = fc.option(fc.integer({ min: 0, max: LONGEST_MS }), { nil: undefined });
/** Some are so long that only an interruption ends what hangs. */
const deadlineMs = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 50, max: 150 }) },
  { weight: 1, arbitrary: fc.constant(30_000) },
);

/** Mostly well, so that a fault meets others that work. */
const hook: fc.Arbitrary<HookPlan> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record<HookPlan>({
      actions: fc.array(fc.constantFrom(...wellActions), { maxLength: 2 }),
      ending: fc.constant("true"),
      afterMs: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record<HookPlan>({
      actions: fc.array(fc.constantFrom(...ACTION_NAMES), { maxLength: 3 }),
      ending: fc.constantFrom(...ENDING_NAMES),
      afterMs,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record<HookPlan>({
      actions: fc.array(fc.constantFrom(...ACTION_NAMES), { maxLength: 3 }),
      ending: fc.constant("true"),
      afterMs,
    }),
  },
);

const moduleOfRun: fc.Arbitrary<ModulePlan> = fc.record({
  order: fc.integer({ min: -1, max: 3 }),
  isRequired: fc.nat({ max: 9 }).map((number) => number === 9),
  isEnabled: fc.nat({ max: 9 }).map((number) => number !== 9),
  startTimeoutMs: deadlineMs,
  stopTimeoutMs: deadlineMs,
  hookTimeoutMs: deadlineMs,
  construct: hook,
  check: hook,
  start: hook,
  machineStarted: hook,
  machineStopping: hook,
  stop: hook,
});

const intrusion: fc.Arbitrary<Intrusion> = fc.record<Intrusion>({
  atEvent: fc.integer({ min: 1, max: MOST_EVENTS }),
  what: fc.constantFrom("interrupt", "kill", "stop", "start", "break the observer", "remove the folder"),
});

/** Any lifecycle: one to eight modules, and what comes from outside. */
export const arbitraryPlan: fc.Arbitrary<LifecyclePlan> = fc.record<LifecyclePlan>({
  modules: fc.array(moduleOfRun, { minLength: 1, maxLength: MOST_MODULES }),
  intrusions: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.array(intrusion, { minLength: 1, maxLength: 4 }) },
  ),
  callsCheck: fc.boolean(),
  folder: fc.constantFrom("new", "new", "new", "new", "new", "new", "new", "occupied"),
});
