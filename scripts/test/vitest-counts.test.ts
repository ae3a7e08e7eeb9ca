import { describe, expect, it } from "vitest";
import { addCounts, buildCountsLine, loadVitestCounts, parseVitestCounts } from "./vitest-counts.ts";

const REPORT = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

describe("vitest counts", () => {
  it("are read from the report, and make one line", () => {
    expect(buildCountsLine(parseVitestCounts(JSON.stringify(REPORT)))).toBe("3 passed, 0 failed");
  });

  it("name skipped tests where there are any", () => {
    const text = JSON.stringify({ ...REPORT, numPendingTests: 1, numTodoTests: 1 });
    expect(buildCountsLine(parseVitestCounts(text))).toBe("3 passed, 0 failed, 2 skipped");
  });

  it("count a file that could not be loaded as a failure", () => {
    const testResults = [{ status: "failed", assertionResults: [] }];
    expect(parseVitestCounts(JSON.stringify({ ...REPORT, testResults })).failed).toBe(1);
  });

  it("of two runs add up", () => {
    const sum = addCounts({ passed: 3, failed: 0, skipped: 1 }, { passed: 2, failed: 1, skipped: 0 });
    expect(buildCountsLine(sum)).toBe("5 passed, 1 failed, 1 skipped");
  });

  it("count a run without a report as a failure", () => {
    expect(buildCountsLine(loadVitestCounts("/nonexistent/report.json"))).toBe("0 passed, 1 failed");
  });
});
