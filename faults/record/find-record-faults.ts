import type { AnalysisRecord, AuxiliaryRecord, Instant } from "@aux/core";
import { findShapeFaults } from "./record-shape.ts";

const FINAL_STATES = ["stopped", "degraded", "crashed", "failed", "skipped", "disabled"];

/** What kind of run the record is of. */
export interface RecordKind {
  /** Its runner was killed, and it was finished by `recover`: what had begun need not have ended. Default false. */
  readonly isRecovered?: boolean;
}

/** What is wrong with a record of a run that is over: its shape, its times, and what contradicts itself. */
export function findRecordFaults(record: AnalysisRecord, kind: RecordKind = {}): readonly string[] {
  const shape = findShapeFaults(record);
  if (shape.length > 0) return shape;
  const faults = [...findTimeFaults(record, kind)];
  if (record.outcome === "running") faults.push("the run is over, but its outcome is running");
  for (const auxiliary of record.auxiliaries) {
    const found = [
      ...findStateFaults(auxiliary, record),
      ...(kind.isRecovered === true ? [] : findStopFaults(auxiliary)),
    ];
    faults.push(...found.map((fault) => `${auxiliary.name}: ${fault}`));
  }
  return faults;
}

type Statement = readonly [isWrong: boolean, what: string];

function wrongOf(statements: readonly Statement[]): readonly string[] {
  return statements.filter(([isWrong]) => isWrong).map(([, what]) => what);
}

function findStateFaults(auxiliary: AuxiliaryRecord, { outcome }: AnalysisRecord): readonly string[] {
  const { state, problems, reason } = auxiliary;
  const isUnbegun = state === "pending" && outcome === "not-begun";
  return wrongOf([
    [!FINAL_STATES.includes(state) && !isUnbegun, `the run is over, but its state is ${state}`],
    [state === "stopped" && problems.length > 0, "all well, with problems"],
    [
      ["degraded", "crashed", "failed"].includes(state) && problems.length === 0,
      `${state} without a problem`,
    ],
    [["skipped", "disabled"].includes(state) !== (reason !== undefined), `${state}, reason ${reason}`],
  ]);
}

function findStopFaults({ state, start, stop }: AuxiliaryRecord): readonly string[] {
  const hasRun = ["stopped", "degraded", "crashed"].includes(state);
  return wrongOf([
    [hasRun && start?.ended === undefined, `${state} without times of its start`],
    [hasRun !== (stop !== undefined), `${state}, but its stop is ${stop === undefined ? "not " : ""}there`],
    [stop !== undefined && stop.ended === undefined, "its stop has no end"],
  ]);
}

/** Every span lies inside the run, and none ends before it begins. */
function findTimeFaults(record: AnalysisRecord, { isRecovered = false }: RecordKind): readonly string[] {
  if (record.ended === undefined) return ["the run has no end"];
  const whole = { began: record.started, ended: record.ended };
  const spans = [
    ...record.phases.map(({ name, started, ended }) => ({ name: `phase ${name}`, began: started, ended })),
    ...record.auxiliaries.flatMap(({ name, start, stop }) => [
      ...(start === undefined ? [] : [{ name: `start of ${name}`, ...start }]),
      ...(stop === undefined ? [] : [{ name: `stop of ${name}`, ...stop }]),
    ]),
  ];
  const isBefore = (a: Instant, b: Instant) => a.monotonicMs < b.monotonicMs;
  return spans.flatMap(({ name, began, ended }) => {
    if (ended === undefined) return isRecovered ? [] : [`${name} has no end`];
    if (isBefore(ended, began)) return [`${name} ends before it begins`];
    const isOutside = isBefore(began, whole.began) || isBefore(whole.ended, ended);
    return isOutside ? [`${name} is not inside the run`] : [];
  });
}
