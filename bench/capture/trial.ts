import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { countPackets } from "@aux/core";
import { Lab } from "../../packages/sniffer-tcpdump/e2e/lab.ts";
import type { StartRecorder } from "./recorders.ts";
import { cpuMs, sendTraffic, type Traffic } from "./traffic.ts";

/** What makes it hard. */
export interface Trial extends Traffic {
  /** The reader is stopped for so long, half a second after the traffic began. */
  readonly stallMs?: number;
  /** So many processes that never rest. */
  readonly neighbours?: number;
}

/** What came of it. */
export interface TrialResult {
  readonly lostShare: number;
  /** Of one processor, by all that the recording needs. */
  readonly cpuShare: number;
}

const STALL_AFTER_MS = 500;

/** Records the traffic in a lab of its own. */
export async function runTrial(start: StartRecorder, trial: Trial): Promise<TrialResult> {
  using lab = new Lab();
  await using recorder = await start(lab, "trial");
  const neighbours = Array.from({ length: trial.neighbours ?? 0 }, () =>
    spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }),
  );
  try {
    const cpuBefore = cpuMs(recorder.pids);
    const began = performance.now();
    const [sent] = await Promise.all([sendTraffic(lab, trial), stall(recorder.tcpdumpPid, trial.stallMs)]);
    // What it still has in hand when the traffic is over is its work, too.
    await sleep(STALL_AFTER_MS);
    const cpuShare = (cpuMs(recorder.pids) - cpuBefore) / (performance.now() - began);
    await recorder.stop();
    const { packets } = await countPackets(recorder.pcapPath);
    return { lostShare: (sent - packets) / sent, cpuShare };
  } finally {
    for (const neighbour of neighbours) neighbour.kill("SIGKILL");
  }
}

async function stall(pid: number, forMs: number | undefined): Promise<void> {
  if (forMs === undefined) return;
  await sleep(STALL_AFTER_MS);
  process.kill(pid, "SIGSTOP");
  await sleep(forMs);
  process.kill(pid, "SIGCONT");
}
