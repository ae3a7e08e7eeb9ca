import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Lab } from "../../packages/sniffer-tcpdump/e2e/lab.ts";
import { SnifferSession } from "../../packages/sniffer-tcpdump/e2e/sniffer-session.ts";
import { TRAFFIC_FILTER } from "./traffic.ts";

/** A capture on the host's end of the lab's cable. */
export interface Recorder extends AsyncDisposable {
  readonly pcapPath: string;
  /** tcpdump itself. */
  readonly tcpdumpPid: number;
  /** Every process that this way of recording needs. */
  readonly pids: readonly number[];
  /** The way it is ended, with the packets that have not been written yet. */
  stop(): Promise<void>;
}

export type StartRecorder = (lab: Lab, id: string) => Promise<Recorder>;

/** The sniffer, in a runner of its own. */
export const startOurs: StartRecorder = async (lab, id) => {
  const machine = { interface: lab.host.interface };
  const session = new SnifferSession(lab, { id, machine, options: { bpf: TRAFFIC_FILTER } });
  await session.start();
  const tcpdumpPid = session.findTcpdump();
  return {
    pcapPath: session.pcapPath,
    tcpdumpPid,
    pids: [session.process.pid, tcpdumpPid],
    stop: async () => {
      await session.stop();
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
};

/** tcpdump as the Python sandboxes call it; waited for and ended as kindly as it can be without asking it anything. */
export const startPlain: StartRecorder = async (lab, id) => {
  const pcapPath = join(lab.folder, `${id}.pcap`);
  const { namespace, interface: name } = lab.host;
  const args = ["-U", "-q", "-s", "0", "-n", "-i", name, "-w", pcapPath, TRAFFIC_FILTER];
  const child = spawn("ip", ["netns", "exec", namespace, "tcpdump", ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  await untilListening(child);
  const tcpdumpPid = child.pid ?? -1;
  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, "exit");
  };
  return {
    pcapPath,
    tcpdumpPid,
    pids: [tcpdumpPid],
    stop: async () => {
      await sleep(KERNEL_HOLDS_MS);
      await kill("SIGTERM");
    },
    [Symbol.asyncDispose]: () => kill("SIGKILL"),
  };
};

/** Longer than the kernel keeps a block that is not full. */
const KERNEL_HOLDS_MS = 1_500;

async function untilListening(child: ChildProcess): Promise<void> {
  if (child.stderr === null) throw new Error("tcpdump has no standard error");
  for await (const line of createInterface({ input: child.stderr })) {
    if (line.includes("listening on")) break;
  }
  child.stderr.resume();
}
