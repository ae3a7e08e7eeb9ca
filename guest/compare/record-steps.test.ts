import { describe, expect, it } from "vitest";
import { findOrderFaults, type Step } from "./record-steps.ts";

const STEPS: readonly Step[] = [
  { name: "start of console", beganMs: 1, endedMs: 2 },
  { name: "start of sniffer", beganMs: 2, endedMs: 5 },
  { name: "machinery.revert", beganMs: 5, endedMs: 7 },
  { name: "machinery.start", beganMs: 7, endedMs: 8 },
  { name: "analysis", beganMs: 8, endedMs: 20 },
  { name: "machinery.stop", beganMs: 20, endedMs: 22 },
  { name: "stop of sniffer", beganMs: 22, endedMs: 25 },
  { name: "stop of console", beganMs: 25, endedMs: 26 },
];

const change = (name: string, times: Partial<Step>) =>
  STEPS.map((step) => (step.name === name ? { ...step, ...times } : step));

describe("findOrderFaults", () => {
  it("finds none where every start is done before the revert and no stop begins before power-off", () => {
    expect(findOrderFaults(STEPS)).toEqual([]);
  });

  it("names a start that was not done when the machine was reverted, or never", () => {
    const fault = "the start of sniffer was not done before the machine was reverted";
    expect(findOrderFaults(change("start of sniffer", { endedMs: 6 }))).toEqual([fault]);
    expect(findOrderFaults(change("start of sniffer", { endedMs: Number.POSITIVE_INFINITY }))).toEqual([
      fault,
    ]);
  });

  it("names a stop that began before the machine was off", () => {
    const fault = "the stop of sniffer began before power-off was confirmed";
    expect(findOrderFaults(change("stop of sniffer", { beganMs: 21 }))).toEqual([fault]);
  });

  it("says so where the machine was never reverted", () => {
    expect(findOrderFaults(STEPS.slice(0, 2))).toHaveLength(1);
  });
});
