import { getEventListeners } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AnalysisRecord, AuxiliaryError, AuxiliaryRunner, RECORD_FILE } from "@aux/core";
import type { Intrusion, LifecyclePlan } from "./plan.ts";
import { buildPlannedEntry } from "./planned-auxiliary.ts";
import { Trace } from "./trace.ts";
import { VirtualTime } from "./virtual-time.ts";

/** A lifecycle that is over, with all there is to judge it by. */
export interface Lifecycle {
  readonly plan: LifecyclePlan;
  readonly trace: Trace;
  /** Why `start()` rejected, if it did. */
  readonly refusal: unknown;
  /** What each call of `stop()` returned; what one rejected with is in `faults`. */
  readonly records: readonly AnalysisRecord[];
  /** What is in the analysis folder, if anything. */
  readonly written: AnalysisRecord | undefined;
  /** What went wrong that must never, whatever the modules do. */
  readonly faults: readonly string[];
  /** Listeners that are left on the caller's signals. */
  readonly listeners: number;
  readonly tookMs: number;
}

/** Runs a plan in virtual time, to the very end of what its modules have begun. */
export async function runLifecycle(plan: LifecyclePlan): Promise<Lifecycle> {
  using time = new VirtualTime();
  const folder = mkdtempSync(join(tmpdir(), "lifecycle-"));
  try {
    return await new LifecycleRun(plan, join(folder, "1"), time).run();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class LifecycleRun {
  readonly #plan: LifecyclePlan;
  readonly #analysisPath: string;
  readonly #time: VirtualTime;
  readonly #trace: Trace;
  readonly #interrupt = new AbortController();
  readonly #kill = new AbortController();
  readonly #runner: AuxiliaryRunner;
  readonly #calls: Promise<unknown>[] = [];
  readonly #records: AnalysisRecord[] = [];
  readonly #faults: string[] = [];
  #isObserverBroken = false;

  constructor(plan: LifecyclePlan, analysisPath: string, time: VirtualTime) {
    this.#plan = plan;
    this.#analysisPath = analysisPath;
    this.#time = time;
    this.#trace = new Trace((count) => this.#intrude(count));
    this.#runner = new AuxiliaryRunner({
      auxiliaries: plan.modules.map((module, index) => buildPlannedEntry(`m${index}`, module, this.#trace)),
      analysisPath,
      task: { id: "1" },
      machine: { name: "vm1" },
      signal: this.#interrupt.signal,
      killSignal: this.#kill.signal,
      observer: ({ type }) => {
        this.#trace.add({ type: "heard", what: type });
        if (this.#isObserverBroken) throw new Error("the observer is broken");
      },
    });
  }

  async run(): Promise<Lifecycle> {
    if (this.#plan.folder === "occupied") {
      mkdirSync(this.#analysisPath);
      writeFileSync(join(this.#analysisPath, RECORD_FILE), "{}");
    }
    let refusal: unknown;
    await this.#whole(async () => {
      refusal = await this.#runToItsEnd();
    });
    const tookMs = Date.now();
    const written = this.#readRecord();
    await this.#time.passAll();
    const listeners = [this.#interrupt, this.#kill].map(
      ({ signal }) => getEventListeners(signal, "abort").length,
    );
    return {
      plan: this.#plan,
      trace: this.#trace,
      refusal,
      records: this.#records,
      written,
      faults: this.#faults,
      listeners: Math.max(...listeners),
      tookMs,
    };
  }

  async #whole(work: () => Promise<void>): Promise<void> {
    try {
      const working = work();
      await this.#time.pass(working);
      await working;
    } catch (error) {
      this.#faults.push(`the run is not over: ${String(error)}`);
    }
  }

  /** As an orchestrator does it, with a stop at the end whatever happened. */
  async #runToItsEnd(): Promise<unknown> {
    if (this.#plan.callsCheck) await this.#expect("check()", this.#runner.check());
    let refusal: unknown;
    try {
      await this.#runner.start();
      await this.#hooks();
    } catch (error) {
      refusal = error;
      if (!AuxiliaryError.is(error)) this.#faults.push(`start() or a hook rejected: ${String(error)}`);
    }
    await this.#stop();
    await Promise.all(this.#calls);
    return refusal;
  }

  async #hooks(): Promise<void> {
    await this.#runner.machineStarted();
    await this.#runner.phase("analysis", () => new Promise((resolve) => setTimeout(resolve, 300)));
    await this.#runner.machineStopping();
  }

  async #stop(): Promise<void> {
    await this.#expect(
      "stop()",
      this.#runner.stop().then((record) => void this.#records.push(record)),
    );
  }

  async #expect(what: string, call: Promise<unknown>): Promise<void> {
    try {
      await call;
    } catch (error) {
      this.#faults.push(`${what} rejected: ${String(error)}`);
    }
  }

  #intrude(count: number): void {
    for (const { what } of this.#plan.intrusions.filter(({ atEvent }) => atEvent === count)) {
      this.#trace.add({ type: "intruded", what });
      this.#act(what);
    }
  }

  #act(what: Intrusion["what"]): void {
    if (what === "interrupt") this.#interrupt.abort();
    else if (what === "kill") this.#kill.abort();
    else if (what === "stop") this.#calls.push(this.#stop());
    else if (what === "start") this.#calls.push(this.#runner.start().catch(() => {}));
    else if (what === "remove the folder") rmSync(this.#analysisPath, { recursive: true, force: true });
    else this.#isObserverBroken = true;
  }

  #readRecord(): AnalysisRecord | undefined {
    try {
      return JSON.parse(readFileSync(join(this.#analysisPath, RECORD_FILE), "utf8")) as AnalysisRecord;
    } catch {
      // It was never written, or was removed with its folder.
      return undefined;
    }
  }
}
