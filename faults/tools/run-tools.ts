import { setTimeout as delay } from "node:timers/promises";
import {
  type AnalysisRecord,
  Auxiliary,
  type AuxiliaryEntry,
  AuxiliaryError,
  AuxiliaryRunner,
} from "@aux/core";
import { TOOLS, type ToolLifecyclePlan, type ToolModulePlan, type ToolName } from "./tool-plan.ts";

const ANALYSIS_MS = 150;

/** Runs a plan with real programs in real time. */
export async function runTools(plan: ToolLifecyclePlan, analysisPath: string): Promise<AnalysisRecord> {
  const interrupt = new AbortController();
  const kill = new AbortController();
  const over = new AbortController();
  const runner = new AuxiliaryRunner({
    auxiliaries: plan.modules.map(buildEntry),
    analysisPath,
    task: { id: "1" },
    machine: { name: "vm1" },
    signal: interrupt.signal,
    killSignal: kill.signal,
  });
  const intruding = intrude(plan, { interrupt, kill }, over.signal);
  try {
    await runner.start();
    await runner.machineStarted();
    await delay(ANALYSIS_MS);
  } catch (error) {
    if (!AuxiliaryError.is(error)) throw error;
  } finally {
    await runner.stop();
    over.abort();
    await intruding;
  }
  return runner.record;
}

async function intrude(
  { interruptAtMs, killAfterMs }: ToolLifecyclePlan,
  { interrupt, kill }: Readonly<Record<"interrupt" | "kill", AbortController>>,
  signal: AbortSignal,
): Promise<void> {
  if (interruptAtMs === undefined) return;
  await delay(interruptAtMs, undefined, { signal }).catch(() => {});
  interrupt.abort();
  if (killAfterMs === undefined) return;
  await delay(killAfterMs, undefined, { signal }).catch(() => {});
  kill.abort();
}

function buildEntry(plan: ToolModulePlan, index: number): AuxiliaryEntry {
  class RunsTools extends Auxiliary {
    async start() {
      await this.#run(plan.atStart);
      return true;
    }
    async stop() {
      await this.#run(plan.atStop);
      return true;
    }
    override machineStarted() {
      return this.#run(plan.atHook);
    }

    async #run(names: readonly ToolName[]): Promise<void> {
      for (const name of names) {
        const { file, script = "", options = {} } = TOOLS[name];
        const starting = this.tool(file ?? "sh", file === undefined ? ["-c", script] : [], {
          ...options,
          name: name.replaceAll(" ", "-"),
        });
        if (plan.isCareless) starting.catch(() => {});
        else await starting;
      }
    }
  }
  const { onCrash } = plan;
  return { Class: RunsTools, name: `m${index}`, onCrash, startTimeoutMs: 8_000, stopTimeoutMs: 8_000 };
}
