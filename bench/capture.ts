import type { BenchRow } from "./bench-row.ts";
import { benchKills } from "./capture/kills.ts";
import { startOurs, startPlain } from "./capture/recorders.ts";
import { runTrial, type Trial, type TrialResult } from "./capture/trial.ts";

/** Whoever stops reading for two seconds: a disk that hangs, a host that swaps. */
const STALLED: Trial = { packetsPerSecond: 20_000, seconds: 4, stallMs: 2_000 };
const CROWDED: Trial = { packetsPerSecond: 100_000, seconds: 4, neighbours: 2 };
const FAST: Trial = { packetsPerSecond: 200_000, seconds: 4 };

const CROWDED_LIMIT = 0.001;
const CPU_LIMIT = 0.5;
const PLAIN = "plain tcpdump -U -q -s 0 -n";

/** What the sniffer loses, and what it costs, beside tcpdump as it is usually called, on the same cable. Needs root. */
export async function benchCapture(): Promise<readonly BenchRow[]> {
  const stalled = await runBoth(STALLED);
  const crowded = await runBoth(CROWDED);
  const fast = await runBoth(FAST);
  return [
    buildLoss("capture, 20,000 packets/s (a burst each second), reader stalled for 2 s", stalled, 0),
    buildLoss("capture, 100,000 packets/s (bursts) beside two busy loops", crowded, CROWDED_LIMIT),
    buildCost("capture, 200,000 packets/s (bursts), CPU of all it needs", fast),
    ...(await benchKills()),
  ];
}

interface Both {
  readonly ours: TrialResult;
  readonly plain: TrialResult;
}

async function runBoth(trial: Trial): Promise<Both> {
  const plain = await runTrial(startPlain, trial);
  return { plain, ours: await runTrial(startOurs, trial) };
}

function buildLoss(what: string, { ours, plain }: Both, limit: number): BenchRow {
  return {
    what,
    ours: `${formatShare(ours.lostShare)} lost`,
    comparedWith: `${PLAIN}, ${formatShare(plain.lostShare)} lost`,
    ratio: plain.lostShare === 0 ? "" : `${(ours.lostShare / plain.lostShare).toFixed(2)} ×`,
    limit: limit === 0 ? "none lost" : `${formatShare(limit)} lost`,
    isMet: ours.lostShare <= limit,
  };
}

function buildCost(what: string, { ours, plain }: Both): BenchRow {
  const ratio = ours.cpuShare / plain.cpuShare;
  return {
    what,
    ours: `${formatShare(ours.cpuShare)} of a CPU, ${formatShare(ours.lostShare)} lost`,
    comparedWith: `${PLAIN}, ${formatShare(plain.cpuShare)}, ${formatShare(plain.lostShare)} lost`,
    ratio: `${ratio.toFixed(2)} ×`,
    limit: `${CPU_LIMIT} ×, none lost`,
    isMet: ratio <= CPU_LIMIT && ours.lostShare <= 0,
  };
}

function formatShare(share: number): string {
  return `${(share * 100).toFixed(share !== 0 && Math.abs(share) < 0.01 ? 3 : 1)} %`;
}
