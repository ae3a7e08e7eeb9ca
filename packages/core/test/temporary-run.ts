import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AnalysisRecord, AuxiliaryRecord } from "../src/record/record.ts";
import { AuxiliaryRunner, type RunnerOptions } from "../src/runner/auxiliary-runner.ts";

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "core-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A runner with a task, a machine and a folder of its own. */
export function temporaryRunner(
  auxiliaries: RunnerOptions["auxiliaries"],
  options: Partial<RunnerOptions> = {},
): AuxiliaryRunner {
  const runner = new AuxiliaryRunner({
    analysisPath: join(temporaryFolder(), "1"),
    task: { id: "1", target: "sample.exe" },
    machine: { name: "vm1", ip: "192.0.2.10" },
    ...options,
    auxiliaries,
  });
  onTestFinished(async () => {
    await runner.stop();
  });
  return runner;
}

/** Starts and stops the given auxiliaries and returns what the record says about them. */
export async function runThrough(
  auxiliaries: RunnerOptions["auxiliaries"],
  options: Partial<RunnerOptions> = {},
): Promise<AnalysisRecord> {
  const runner = temporaryRunner(auxiliaries, options);
  await runner.start();
  return runner.stop();
}

/** The only auxiliary of a record. */
export function only(record: AnalysisRecord): AuxiliaryRecord {
  const [auxiliary, ...others] = record.auxiliaries;
  if (auxiliary === undefined || others.length > 0)
    throw new Error("the record does not hold exactly one auxiliary");
  return auxiliary;
}

export function codesOf(auxiliary: { readonly problems: readonly { readonly code: string }[] }): string[] {
  return auxiliary.problems.map((problem) => problem.code);
}

export function loadRecord(analysisPath: string): AnalysisRecord {
  return JSON.parse(readFileSync(join(analysisPath, "auxiliaries.json"), "utf8")) as AnalysisRecord;
}
