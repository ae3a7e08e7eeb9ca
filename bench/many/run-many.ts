/** Runs so many analyses at once, three auxiliaries each, and says what that took: `node --expose-gc run-many.ts 200`. */
import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { ProcessMachinery, runAnalysis } from "@aux/analysis";
import { type AnalysisRecord, Auxiliary, type RunnerEvent } from "@aux/core";

/** What came of it. */
export interface ManyResult {
  readonly count: number;
  /** Of this process, above what it had before the first of them. */
  readonly residentBytes: number;
  readonly loopDelayP99Ms: number;
  readonly loopDelayMaxMs: number;
  readonly failed: number;
}

/** Long enough for all of them to have begun. */
const ANALYSIS_SECONDS = 10;
const WARM_UP = 10;

/** With a program that runs beside, watched all the time. */
class WithTool extends Auxiliary {
  override async start(): Promise<boolean> {
    await this.tool("sleep", ["600"]);
    return true;
  }
  override stop(): boolean {
    return true;
  }
}

/** With a timer and a file. */
class WithTimer extends Auxiliary {
  override start(): boolean {
    const path = this.artifact("samples.txt", { kind: "text" });
    const sample = () => appendFileSync(path, `${process.hrtime.bigint()}\n`);
    sample();
    const timer = setInterval(sample, 1_000);
    this.onCleanup(() => clearInterval(timer));
    return true;
  }
  override stop(): boolean {
    return true;
  }
}

/** With hooks around the machine. */
class WithHooks extends Auxiliary {
  override start(): boolean {
    return true;
  }
  override machineStarted(): void {
    this.figure("started", true);
  }
  override machineStopping(): void {
    this.figure("stopping", true);
  }
  override stop(): boolean {
    return true;
  }
}

/** @param onBegun called when the analysis itself begins */
async function analyse(analysisPath: string, seconds: number, onBegun = () => {}): Promise<AnalysisRecord> {
  const isBeginning = (event: RunnerEvent) =>
    event.type === "phase" && event.phase.name === "analysis" && event.phase.ended === undefined;
  return runAnalysis({
    observer: (event) => {
      if (isBeginning(event)) onBegun();
    },
    auxiliaries: [WithTool, WithTimer, WithHooks],
    analysisPath,
    task: { id: "1" },
    machine: { name: "local" },
    machinery: new ProcessMachinery({ command: ["sleep", String(seconds)] }),
  });
}

/** So many at once, and the moment when each of them has begun. */
function runAll(folder: string, count: number, seconds: number) {
  let begun = 0;
  let onAllBegun = () => {};
  const allBegun = new Promise<void>((resolve) => {
    onAllBegun = resolve;
  });
  const onBegun = () => {
    begun += 1;
    if (begun === count) onAllBegun();
  };
  const runs = Array.from({ length: count }, (_, index) =>
    analyse(join(folder, String(index)), seconds, onBegun),
  );
  return { records: Promise.all(runs), allBegun };
}

function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error("run with --expose-gc");
  globalThis.gc();
}

async function measure(count: number): Promise<ManyResult> {
  const folder = mkdtempSync(join(tmpdir(), "bench-many-"));
  try {
    // All code is loaded, and the runner is idle.
    await runAll(join(folder, "warm-up"), WARM_UP, 0.1).records;
    collectGarbage();
    const idle = process.memoryUsage().rss;
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const { records, allBegun } = runAll(join(folder, "run"), count, ANALYSIS_SECONDS);
    await Promise.race([allBegun, records.then(() => Promise.reject(new Error("they did not run at once")))]);
    collectGarbage();
    const busy = process.memoryUsage().rss;
    const failed = (await records).filter(isFailed).length;
    delay.disable();
    return {
      count,
      residentBytes: busy - idle,
      loopDelayP99Ms: delay.percentile(99) / 1e6,
      loopDelayMaxMs: delay.max / 1e6,
      failed,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isFailed({ outcome, auxiliaries }: AnalysisRecord): boolean {
  return outcome !== "completed" || auxiliaries.some(({ state }) => state !== "stopped");
}

console.log(JSON.stringify(await measure(Number(process.argv[2]))));
