import { isDeepStrictEqual } from "node:util";
import type { AnalysisRecord } from "@aux/core";
import { findRecordFaults } from "../record/find-record-faults.ts";
import { findDeadlineFaults } from "./deadlines.ts";
import { findOutcomeFaults } from "./outcome.ts";
import type { Lifecycle } from "./run-lifecycle.ts";

/** What must hold of every lifecycle: what is wrong where it does not. */
type Invariant = (lifecycle: Lifecycle) => readonly string[];

const INVARIANTS: Readonly<Record<string, Invariant>> = {
  "nothing that a module does ends the run": ({ faults }) => faults,
  "what started is stopped once, what did not is not": ({ trace, plan }) =>
    plan.modules.flatMap((_, index) => {
      const name = `m${index}`;
      const trues = trace.of("came true").filter(({ module }) => module === name).length;
      const stops = trace
        .of("called")
        .filter(({ module, hook }) => module === name && hook === "stop").length;
      return trues === stops ? [] : [`${name} came true ${trues} times and was stopped ${stops} times`];
    }),
  "a hook is called once": ({ trace }) => {
    const calls = trace.of("called").map(({ module, hook }) => `${module}.${hook}`);
    return calls.filter((call, index) => calls.indexOf(call) !== index);
  },
  "stop is the reverse of start": (lifecycle) => findOrderFaults(lifecycle),
  "what was acquired is undone once, in reverse": ({ trace, plan }) =>
    plan.modules.flatMap((_, index) => findUndoFaults(trace, `m${index}`)),
  "every deadline holds": findDeadlineFaults,
  "every caller gets the same record": ({ records }) =>
    records.some((record) => !isDeepStrictEqual(record, records[0])) ? ["two callers of stop() differ"] : [],
  "the record is whole, and agrees with itself": ({ records }) =>
    records.flatMap((record) => findRecordFaults(record)),
  "what is written is what is returned": findWrittenFaults,
  "the outcome is right": findOutcomeFaults,
  "nothing is left on the caller's signals": ({ listeners }) =>
    listeners === 0 ? [] : [`${listeners} listeners`],
};

/** Each invariant that a lifecycle breaks, with how. */
export function findBroken(lifecycle: Lifecycle): readonly string[] {
  return Object.entries(INVARIANTS).flatMap(([name, find]) =>
    find(lifecycle).map((what) => `${name}: ${what}`),
  );
}

/** Those that were up when the run ended; one that came true after it was given up is stopped when that happens. */
function findOrderFaults({ trace, records: [record] }: Lifecycle): readonly string[] {
  const hasRun = new Set(
    record?.auxiliaries.filter(({ stop }) => stop !== undefined).map(({ name }) => name),
  );
  const called = (hook: "start" | "stop") =>
    trace
      .of("called")
      .filter((call) => call.hook === hook && hasRun.has(call.module))
      .map(({ module }) => module);
  const expected = called("start").toReversed().join(" ");
  const actual = called("stop").join(" ");
  return actual === expected ? [] : [`stopped ${actual}, expected ${expected}`];
}

function findUndoFaults(trace: Lifecycle["trace"], module: string): readonly string[] {
  const own = trace.events.filter((event) => "thing" in event && event.module === module);
  const numbers = (type: "acquired" | "undone") =>
    own.flatMap((event) => (event.type === type ? [event.thing] : []));
  const undone = numbers("undone");
  const counts = numbers("acquired").map((thing) => undone.filter((other) => other === thing).length);
  if (counts.some((count) => count !== 1))
    return [`${module}: acquired things were undone ${counts.join()} times`];
  const firstUndo = own.findIndex(({ type }) => type === "undone");
  const early = own.slice(0, firstUndo).flatMap((event) => ("thing" in event ? [event.thing] : []));
  const order = undone.filter((thing) => early.includes(thing));
  return isDeepStrictEqual(order, early.toReversed())
    ? []
    : [`${module}: acquired ${early.join()}, undone ${order.join()}`];
}

function findWrittenFaults({ plan, records: [record], written }: Lifecycle): readonly string[] {
  if (record === undefined || plan.folder === "occupied") return [];
  const isRemoved = plan.intrusions.some(({ what }) => what === "remove the folder");
  if (isRemoved || !hasBegun(record)) return [];
  return isDeepStrictEqual(written, JSON.parse(JSON.stringify(record)))
    ? []
    : ["the file says something else"];
}

function hasBegun({ phases }: AnalysisRecord): boolean {
  return phases.some(({ name }) => name === "start");
}
