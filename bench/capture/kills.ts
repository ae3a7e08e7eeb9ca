import { setTimeout as sleep } from "node:timers/promises";
import { Lab } from "../../packages/sniffer-tcpdump/e2e/lab.ts";
import type { BenchRow } from "../bench-row.ts";
import { findLastPacketMs } from "./last-packet.ts";
import { type Recorder, type StartRecorder, startOurs, startPlain } from "./recorders.ts";
import { sendTraffic, type Traffic } from "./traffic.ts";

/** Slow enough that 4 KiB hold packets of many seconds; fast enough to be measured. */
const SLOW: Traffic = { packetsPerSecond: 20, seconds: 8, isEven: true };
const KILL_AFTER_MS = 6_000;
/** The kernel hands over what is a second old; the file is flushed five times a second; packets come every 50 ms. */
const LIMIT_SECONDS = 1.3;

/** How much of what was sent before a SIGKILL is not in the file, in seconds of traffic. */
export async function benchKills(): Promise<readonly BenchRow[]> {
  const [tcpdump, runner, plain] = [
    await measureLoss(startOurs, ({ tcpdumpPid }) => tcpdumpPid),
    await measureLoss(startOurs, ({ pids: [runnerPid = -1] }) => runnerPid),
    await measureLoss(startPlain, ({ tcpdumpPid }) => tcpdumpPid),
  ];
  const build = (whose: string, seconds: number): BenchRow => ({
    what: `capture, 20 packets/s, SIGKILL of ${whose}: what is not in the file`,
    ours: `the last ${seconds.toFixed(2)} s`,
    comparedWith: `plain tcpdump -U, the last ${plain.toFixed(2)} s`,
    ratio: "",
    limit: `${LIMIT_SECONDS} s`,
    isMet: seconds <= LIMIT_SECONDS,
  });
  return [build("tcpdump", tcpdump), build("the runner", runner)];
}

async function measureLoss(start: StartRecorder, victim: (recorder: Recorder) => number): Promise<number> {
  using lab = new Lab();
  await using recorder = await start(lab, "kill");
  const sending = sendTraffic(lab, SLOW);
  await sleep(KILL_AFTER_MS);
  const killedMs = performance.timeOrigin + performance.now();
  process.kill(victim(recorder), "SIGKILL");
  await sending;
  return (killedMs - findLastPacketMs(recorder.pcapPath)) / 1000;
}
