import { readFileSync, rmSync } from "node:fs";

/** Where the test run leaves vitest's JSON report, beside the project's sources and ignored by git. */
export const VITEST_REPORT_PATH = ".reports/vitest.json";
/** The same, of the run of the fault tests. */
export const FAULTS_REPORT_PATH = ".reports/faults.json";

/** How many tests there were, by outcome. */
export interface VitestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Reads the counts out of the text of vitest's JSON report; a test file that could not be loaded counts as a failure. */
export function parseVitestCounts(reportText: string): VitestCounts {
  const report = JSON.parse(reportText) as Record<string, unknown>;
  const unloaded = readSuites(report).filter(
    (suite) => suite.status === "failed" && suite.assertionResults.length === 0,
  );
  return {
    passed: readCount(report, "numPassedTests"),
    failed: readCount(report, "numFailedTests") + unloaded.length,
    skipped: readCount(report, "numPendingTests") + readCount(report, "numTodoTests"),
  };
}

/** Reads the last run's counts; a run that left no report counts as one failure. */
export function loadVitestCounts(reportPath: string): VitestCounts {
  try {
    return parseVitestCounts(readFileSync(reportPath, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** The counts of two runs together. */
export function addCounts(a: VitestCounts, b: VitestCounts): VitestCounts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The one line that sums a run up: `12 passed, 0 failed`, with `, 1 skipped` only where there is one. */
export function buildCountsLine(counts: VitestCounts): string {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
  return `${counts.passed} passed, ${counts.failed} failed${skipped}`;
}

/** Removes the report of an earlier run, so that it cannot be taken for this one's. */
export function removeVitestReport(reportPath: string): void {
  rmSync(reportPath, { force: true });
}

interface Suite {
  readonly status: string;
  readonly assertionResults: readonly unknown[];
}

function readSuites(report: Record<string, unknown>): readonly Suite[] {
  return Array.isArray(report.testResults) ? (report.testResults as Suite[]) : [];
}

function readCount(report: Record<string, unknown>, key: string): number {
  const value = report[key];
  if (typeof value !== "number") throw new TypeError(`the report has no number ${key}`);
  return value;
}
