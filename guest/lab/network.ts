import { readFileSync } from "node:fs";
import { runProgram } from "../build/run-program.ts";
import { BRIDGE, guestAddress } from "./addresses.ts";
import type { Undos } from "./undos.ts";

const IP_MS = 10_000;
// Columns of /proc/net/dev (proc(5)).
const RECEIVED_PACKETS = 1;
const SENT_PACKETS = 9;

/** Frames that crossed a tap since it was made, as this host's kernel counted them. */
export interface TapFrames {
  readonly fromGuest: number;
  readonly toGuest: number;
}

/**
 * Makes a bridge with one tap for each guest in the network namespace of this process. A tap stays when its machine
 * is off, so a capture on it loses nothing then; and guests hear the bridge alone, not each other.
 */
export async function makeNetwork(guests: number, undos: Undos): Promise<void> {
  await showOwnInterfaces();
  await ip("link", "set", "lo", "up");
  await ip("link", "add", BRIDGE.name, "type", "bridge", "forward_delay", "0", "mcast_snooping", "0");
  undos.add(() => ip("link", "delete", BRIDGE.name));
  await ip("addr", "add", `${BRIDGE.ip}/${BRIDGE.prefix}`, "dev", BRIDGE.name);
  await ip("addr", "add", `${BRIDGE.ip6}/${BRIDGE.prefix6}`, "dev", BRIDGE.name, "nodad");
  await ip("link", "set", BRIDGE.name, "up");
  for (let index = 0; index < guests; index += 1) await makeTap(guestAddress(index).interface ?? "", undos);
}

/** /sys shows the interfaces of the namespace in which it was mounted; `ip netns exec` does the same. */
async function showOwnInterfaces(): Promise<void> {
  await runProgram("mount", ["-t", "sysfs", "sysfs", "/sys"], { timeoutMs: IP_MS, mayFail: true });
}

async function makeTap(name: string, undos: Undos): Promise<void> {
  await ip("tuntap", "add", "dev", name, "mode", "tap");
  undos.add(() => ip("link", "delete", name));
  await ip("link", "set", name, "master", BRIDGE.name);
  await ip("link", "set", name, "type", "bridge_slave", "isolated", "on");
  await ip("link", "set", name, "up");
}

/** What a tap received is what its guest sent. */
export function readTapFrames(name: string): TapFrames {
  const line = readFileSync("/proc/self/net/dev", "utf8")
    .split("\n")
    .find((each) => each.trimStart().startsWith(`${name}:`));
  const counts = (line?.split(":")[1] ?? "").trim().split(/\s+/).map(Number);
  return { fromGuest: counts[RECEIVED_PACKETS] ?? 0, toGuest: counts[SENT_PACKETS] ?? 0 };
}

function ip(...args: readonly string[]): Promise<string> {
  return runProgram("ip", args, { timeoutMs: IP_MS });
}
