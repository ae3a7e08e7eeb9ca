import { describe, expect, it } from "vitest";
import type { Check } from "./check.ts";
import { runChecks } from "./run-checks.ts";

const FINE = { findings: [] };

function buildCheck(name: string, more: Partial<Check> = {}): Check {
  return { name, about: name, run: () => FINE, ...more };
}

describe("runChecks", () => {
  it("runs a check after the one it names, whatever the order of the list", async () => {
    const ended = await runChecks([buildCheck("late", { after: "early" }), buildCheck("early")], 2, () => {});
    expect(ended.map(({ check }) => check.name)).toEqual(["early", "late"]);
  });

  it("does not wait for a check that was not asked for", async () => {
    expect(await runChecks([buildCheck("late", { after: "early" })], 2, () => {})).toHaveLength(1);
  });

  it("never runs more at a time than allowed, and uses what is allowed", async () => {
    let running = 0;
    let most = 0;
    const run = async () => {
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      return FINE;
    };
    const checks = ["a", "b", "c", "d", "e"].map((name) => buildCheck(name, { run }));
    await runChecks(checks, 2, () => {});
    expect(most).toBe(2);
  });

  it("reports a check that throws as a finding, and goes on", async () => {
    const broken = buildCheck("broken", { run: () => Promise.reject(new Error("oh")) });
    const ended = await runChecks([broken, buildCheck("next")], 1, () => {});
    expect(ended.map(({ report }) => report.findings.length)).toEqual([1, 0]);
  });

  it("says so when checks wait for each other", async () => {
    const checks = [buildCheck("a", { after: "b" }), buildCheck("b", { after: "a" })];
    await expect(runChecks(checks, 2, () => {})).rejects.toThrow("wait for each other: a, b");
  });
});
