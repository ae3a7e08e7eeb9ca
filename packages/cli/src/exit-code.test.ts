import type { AnalysisRecord, AuxiliaryRecord, AuxiliaryState, Outcome } from "@aux/core";
import { describe, expect, it } from "vitest";
import { exitCodeOf } from "./exit-code.ts";

const at = { wall: "2026-01-01T00:00:00.000Z", monotonicMs: 0 };

function auxiliary(state: AuxiliaryState, required = false): AuxiliaryRecord {
  return { name: state, order: 1, required, state, problems: [], figures: {}, artifacts: [] };
}

function record(
  outcome: Outcome,
  exit?: AnalysisRecord["exit"],
  auxiliaries: AuxiliaryRecord[] = [],
): AnalysisRecord {
  return {
    version: 1,
    task: { id: "1" },
    machine: { name: "local" },
    folder: "/results",
    outcome,
    ...(exit === undefined ? {} : { exit }),
    started: at,
    phases: [],
    auxiliaries,
    problems: [],
  };
}

describe("exitCodeOf", () => {
  it.each([
    [0, record("completed", { code: 0, signal: null })],
    [0, record("completed")],
    [7, record("completed", { code: 7, signal: null })],
    [137, record("completed", { code: null, signal: "SIGKILL" })],
    [143, record("completed", { code: null, signal: "SIGTERM" })],
    [0, record("timeout", { code: null, signal: "SIGTERM" })],
    [3, record("not-begun")],
    [3, record("aborted", { code: null, signal: "SIGTERM" }, [auxiliary("crashed")])],
    [3, record("failed", { code: 0, signal: null })],
    [130, record("interrupted", { code: 7, signal: null }, [auxiliary("crashed", true)])],
    [3, record("completed", { code: 7, signal: null }, [auxiliary("crashed", true)])],
    [3, record("completed", { code: 0, signal: null }, [auxiliary("failed", true)])],
    [7, record("completed", { code: 7, signal: null }, [auxiliary("crashed"), auxiliary("degraded", true)])],
  ])("is %i without strict", (code, given) => {
    expect(exitCodeOf(given, false)).toBe(code);
  });

  it.each(["degraded", "crashed", "failed"] as const)("is 4 with strict for a %s auxiliary", (state) => {
    expect(exitCodeOf(record("completed", { code: 7, signal: null }, [auxiliary(state)]), true)).toBe(4);
  });

  it.each(["stopped", "skipped", "disabled"] as const)(
    "is the command's with strict for a %s one",
    (state) => {
      expect(exitCodeOf(record("completed", { code: 7, signal: null }, [auxiliary(state)]), true)).toBe(7);
    },
  );

  it("is 4 with strict when the run as a whole has a problem", () => {
    const problems = [{ code: "AUX_RECORD_FAILED", message: "the disk is full", remedy: "Free some." }];
    expect(exitCodeOf({ ...record("completed"), problems }, true)).toBe(4);
    expect(exitCodeOf({ ...record("completed"), problems }, false)).toBe(0);
  });

  it("is 4 with strict when a module's code threw where nobody waits for it", () => {
    expect(exitCodeOf(record("completed"), true, 1)).toBe(4);
    expect(exitCodeOf(record("completed"), false, 1)).toBe(0);
  });
});
