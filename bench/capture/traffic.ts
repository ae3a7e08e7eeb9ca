import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../../packages/sniffer-tcpdump/e2e/lab.ts";

/** The traffic of one trial: UDP packets of 128 bytes, from the guest's end of the cable to the host's. */
export interface Traffic {
  readonly packetsPerSecond: number;
  readonly seconds: number;
  /** One after the other. Default: each second's packets as fast as they go, then none, which is harder to record. */
  readonly isEven?: boolean;
}

/** What only this traffic is. */
export const TRAFFIC_FILTER = "udp and dst port 9";

/** Sends it, and returns how many packets came out of the cable: what is lost before is nobody's who records. */
export async function sendTraffic(lab: Lab, { packetsPerSecond, seconds, isEven }: Traffic): Promise<number> {
  const { guest, host } = lab;
  const configPath = join(lab.folder, "traffic.cfg");
  writeFileSync(configPath, buildConfig(lab));
  const count = packetsPerSecond * seconds;
  const before = countReceived(lab);
  const args = ["--in", configPath, "--out", guest.interface, "--cpus", "1", "--num", String(count)];
  const pace = isEven ? ["--gap", `${1e6 / packetsPerSecond}us`] : ["--rate", `${packetsPerSecond}pps`];
  const child = spawn("ip", ["netns", "exec", guest.namespace, "trafgen", ...args, ...pace], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    words += text;
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`trafgen ended with ${code}: ${words}`);
  const arrived = Math.min(count, countReceived(lab) - before);
  if (arrived < count / 2) throw new Error(`only ${arrived} of ${count} packets came to ${host.interface}`);
  return arrived;
}

function buildConfig({ guest, host }: Lab): string {
  return `{
  eth(da=${host.mac}, sa=${guest.mac})
  ipv4(sa=${guest.ip}, da=${host.ip}, ttl=64)
  udp(sp=4000, dp=9)
  fill('B', 86)
}
`;
}

/** How many packets have come out of the cable so far. */
function countReceived(lab: Lab): number {
  const text = lab.run(lab.host, "cat", `/proc/self/net/dev`);
  const row = text.split("\n").find((line) => line.trim().startsWith(`${lab.host.interface}:`));
  return Number(row?.split(":")[1]?.trim().split(/\s+/)[1] ?? Number.NaN);
}

/** The CPU time of some processes so far, in milliseconds. Source: proc(5), /proc/PID/stat, fields 14 and 15. */
export function cpuMs(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + cpuMsOf(pid), 0);
}

const TICK_MS = 10;

function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
