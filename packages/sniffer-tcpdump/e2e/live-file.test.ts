import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { countPackets } from "@aux/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { flushOnce } from "../src/file-flush.ts";
import { Lab } from "./lab.ts";
import { buildPayload, listNumbers, readNumbers } from "./numbered-packets.ts";
import type { SendOrder } from "./send-packets.ts";
import { SnifferSession } from "./sniffer-session.ts";
import { TalkingProcess } from "./talking-process.ts";

const PORT = 9000;
/** A few, which alone would lie in tcpdump's 4 KiB until the end. */
const FEW = 5;
/** What the kernel holds back, what flushing takes, and a busy host. */
const SHOWN_MS = 10_000;

describe("the file of a capture that goes on", () => {
  let lab: Lab;
  let guest: TalkingProcess;
  beforeAll(async () => {
    lab = new Lab();
    guest = new TalkingProcess(lab.guest.namespace, "send-packets.ts");
    await guest.hear("waiting");
  });
  afterAll(async () => {
    await guest[Symbol.asyncDispose]();
    lab[Symbol.dispose]();
  });

  async function startWithFew(id: string): Promise<SnifferSession> {
    const machine = { interface: lab.host.interface };
    const session = new SnifferSession(lab, { id, machine, sinkPorts: [PORT] });
    await session.start();
    guest.tell({ host: lab.host.ip, port: PORT, from: 0, count: FEW } satisfies SendOrder);
    await guest.hear("sent");
    await untilShown(session.pcapPath);
    return session;
  }

  it("shows packets to a reader beside it while nothing more comes", async () => {
    await using session = await startWithFew("reader");
    expect(readNumbers(session.pcapPath)).toEqual(listNumbers(0, FEW));
    expect(await session.stop()).toMatchObject({ state: "stopped", problems: [] });
    expect(readNumbers(session.pcapPath)).toEqual(listNumbers(0, FEW));
  });

  it("keeps them, whole, when tcpdump is killed", async () => {
    await using session = await startWithFew("killed-tool");
    process.kill(session.findTcpdump(), "SIGKILL");
    await session.process.hear("problem");
    expect(await countPackets(session.pcapPath)).toMatchObject({ isCutShort: false });
    expect(readNumbers(session.pcapPath)).toEqual(listNumbers(0, FEW));
  });

  it("keeps them, whole, when the runner is killed", async () => {
    await using orphaned = await startWithFew("killed-runner");
    const pid = orphaned.findTcpdump();
    orphaned.process.child.kill("SIGKILL");
    await untilGone(pid);
    expect(await countPackets(orphaned.pcapPath)).toMatchObject({ isCutShort: false });
    expect(readNumbers(orphaned.pcapPath)).toEqual(listNumbers(0, FEW));
  });
});

describe("flushing", () => {
  it("a thousand times in the thick of the traffic leaves every packet whole", async () => {
    using lab = new Lab();
    const pcapPath = join(lab.folder, "busy.pcap");
    const args = ["-n", "-i", "lo", "-B", "16384", "-Z", "root", "-w", pcapPath, "udp and dst port 9001"];
    const tcpdump = spawn("tcpdump", args, { stdio: ["ignore", "ignore", "pipe"] });
    try {
      const words = await untilListening(tcpdump);
      const tool = { pid: tcpdump.pid ?? -1, signal: (signal: NodeJS.Signals) => tcpdump.kill(signal) };
      let flushes = 0;
      const over = AbortSignal.timeout(60_000);
      while (flushes < 1_000 && !over.aborted) {
        await Promise.all([sendSome(50), sleep(1)]);
        if (typeof flushOnce(tool) === "object") flushes += 1;
      }
      expect(flushes).toBe(1_000);
      await sleep(1_500);
      tcpdump.kill("SIGTERM");
      await once(tcpdump, "close");
      const captured = Number(/(\d+) packets captured/.exec(words.join("\n"))?.[1]);
      expect(captured).toBeGreaterThan(10_000);
      expect(await countPackets(pcapPath)).toMatchObject({ packets: captured, isCutShort: false });
    } finally {
      tcpdump.kill("SIGKILL");
    }
  }, 120_000);

  it("leaves a tcpdump stopped that somebody else has stopped", async () => {
    const sleeper = spawn("sleep", ["60"]);
    try {
      sleeper.kill("SIGSTOP");
      while (!/^State:\s+T/m.test(statusOf(sleeper.pid ?? -1))) await sleep(5);
      const signals: string[] = [];
      const result = flushOnce({ pid: sleeper.pid ?? -1, signal: (signal) => signals.push(signal) > 0 });
      expect([result, signals]).toEqual(["busy", []]);
    } finally {
      sleeper.kill("SIGKILL");
    }
  });
});

const socket = createSocket("udp4").unref();

async function sendSome(count: number): Promise<void> {
  const sends = Array.from({ length: count }, (_, number) => {
    return new Promise<void>((sent) => socket.send(buildPayload(number), 9001, "127.0.0.1", () => sent()));
  });
  await Promise.all(sends);
}

async function untilShown(pcapPath: string): Promise<void> {
  const over = AbortSignal.timeout(SHOWN_MS);
  while (readNumbers(pcapPath).length < FEW) {
    if (over.aborted) throw new Error(`the packets were not in the file after ${SHOWN_MS} ms`);
    await sleep(20);
  }
}

async function untilGone(pid: number): Promise<void> {
  const over = AbortSignal.timeout(SHOWN_MS);
  while (/^State:\s+[^ZX]/m.test(statusOf(pid))) {
    if (over.aborted) throw new Error(`tcpdump outlived its runner by ${SHOWN_MS} ms`);
    await sleep(20);
  }
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}

/** Resolves to all that it says, also later. */
async function untilListening(child: ChildProcess): Promise<string[]> {
  const words: string[] = [];
  if (child.stderr === null) throw new Error("tcpdump has no standard error");
  const lines = createInterface({ input: child.stderr });
  await new Promise<void>((listening) => {
    lines.on("line", (line) => {
      words.push(line);
      if (line.includes("listening on")) listening();
    });
  });
  return words;
}
