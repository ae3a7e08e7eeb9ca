import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { BenchRow } from "./bench-row.ts";
import type { ManyResult } from "./many/run-many.ts";

const COUNTS = [1, 50, 200];
const MEMORY_LIMIT_MB = 1.5;
const DELAY_LIMIT_MS = 50;
/** Where the limits hold. */
const LIMITED_COUNT = 200;

/** Many analyses at once in one process, three auxiliaries each: what each adds to it, and whether it stays awake. */
export async function benchManyAnalyses(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const count of COUNTS) rows.push(...buildRows(await measureApart(count)));
  return rows;
}

/** In a process of its own: memory that one run has freed is not given back at once. */
async function measureApart(count: number): Promise<ManyResult> {
  const script = join(import.meta.dirname, "many/run-many.ts");
  const args = ["--expose-gc", "--import", "tsx", script, String(count)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 120_000 });
  return JSON.parse(stdout) as ManyResult;
}

function buildRows(result: ManyResult): BenchRow[] {
  const { count, residentBytes, loopDelayP99Ms, loopDelayMaxMs, failed } = result;
  const isLimited = count === LIMITED_COUNT;
  const megabytes = residentBytes / count / 1e6;
  const what = `${count} ${count === 1 ? "analysis" : "analyses at once"}, 3 auxiliaries each`;
  return [
    {
      what: `${what}: memory`,
      ours: `${megabytes.toFixed(2)} MB each`,
      comparedWith: `the idle runner, ${(residentBytes / 1e6).toFixed(1)} MB less in all`,
      ratio: "",
      limit: isLimited ? `${MEMORY_LIMIT_MB} MB each, none fails` : "",
      ...(isLimited ? { isMet: megabytes <= MEMORY_LIMIT_MB && failed === 0 } : {}),
    },
    {
      what: `  event loop late by, p99`,
      ours: `${loopDelayP99Ms.toFixed(1)} ms, ${failed} failed`,
      comparedWith: `at most ${loopDelayMaxMs.toFixed(0)} ms`,
      ratio: "",
      limit: isLimited ? `${DELAY_LIMIT_MS} ms` : "",
      ...(isLimited ? { isMet: loopDelayP99Ms <= DELAY_LIMIT_MS } : {}),
    },
  ];
}
