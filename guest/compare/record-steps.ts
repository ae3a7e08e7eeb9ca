import type { AnalysisRecord } from "@aux/core";

/** Something that a record says was done, on the run's own clock. */
export interface Step {
  readonly name: string;
  readonly beganMs: number;
  readonly endedMs: number;
}

const START = /^start of /;
const STOP = /^stop of /;

/** The phases of the machine and each module's start and stop, as they began. One that never ended ends at infinity. */
export function listSteps({ phases, auxiliaries }: AnalysisRecord): Step[] {
  const steps = phases
    .filter(({ name }) => name !== "start" && name !== "stop")
    .map(({ name, started, ended }) => buildStep(name, started.monotonicMs, ended?.monotonicMs));
  for (const { name, start, stop } of auxiliaries) {
    if (start) steps.push(buildStep(`start of ${name}`, start.began.monotonicMs, start.ended?.monotonicMs));
    if (stop) steps.push(buildStep(`stop of ${name}`, stop.began.monotonicMs, stop.ended?.monotonicMs));
  }
  return steps.sort((one, other) => one.beganMs - other.beganMs);
}

/**
 * What in a run was against the order that this project promises: every start is done before the machine is reverted,
 * no stop begins before its power-off is confirmed.
 */
export function findOrderFaults(steps: readonly Step[]): string[] {
  const revert = steps.find(({ name }) => name === "machinery.revert");
  const off = steps.find(({ name }) => name === "machinery.stop");
  if (revert === undefined || off === undefined) return ["the machine was not reverted or not stopped"];
  const early = steps.filter(({ name, endedMs }) => START.test(name) && endedMs > revert.beganMs);
  const late = steps.filter(({ name, beganMs }) => STOP.test(name) && beganMs < off.endedMs);
  return [
    ...early.map(({ name }) => `the ${name} was not done before the machine was reverted`),
    ...late.map(({ name }) => `the ${name} began before power-off was confirmed`),
  ];
}

function buildStep(name: string, beganMs: number, endedMs = Number.POSITIVE_INFINITY): Step {
  return { name, beganMs, endedMs };
}
